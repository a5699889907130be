namespace NtkGan.Networks.Dense;

/// <summary>Dense networks (layers with weights, pointwise activations, normalisation, residual and parallel sums) by fused products of our own.</summary>
[Named("dense")]
public sealed record DenseEngine : NetworkEngine
{
    /// <inheritdoc/>
    public override int Rank => 0;

    /// <inheritdoc/>
    public override Network? TryMake(NetworkDescription description, ulong seed, ulong number)
    {
        if (DenseProgram.TryMake(description) is not { } program) return null;
        var parameters = ParameterVector.Draw(program.Parameters, seed, number);
        return description.Precision == Precision.Double ? new DenseNetwork<double>(description, program, parameters) : new DenseNetwork<float>(description, program, parameters);
    }
}
