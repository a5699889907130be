namespace NtkGan.Architectures.Layers;

/// <summary>Branches on the same input whose outputs are summed: q' = sum of q, k' = sum of k over the branches. Right because branches
/// are uncorrelated: all but at most one must end in weights of their own.</summary>
/// <param name="Branches">At least one branch.</param>
[Named("parallel")]
public sealed record ParallelSum(ValueList<Layer> Branches) : Layer
{
    /// <summary>A small legal example.</summary>
    public static ParallelSum Example => new([new Dense(), new Dense()]);

    internal override bool ReadsPositions => Branches.Any(branch => branch.ReadsPositions);

    internal override Layer Expanded => new ParallelSum([.. Branches.Select(branch => branch.Expanded)]);

    internal override void Propagate(KernelState state) => state.Sum(Branches);

    internal override void Build(NetworkState network) => network.Sum(Branches);

    internal override Layer? WithFeatures(int features)
    {
        var branches = Branches.Select(branch => branch.WithFeatures(features)).ToList();
        return branches.Contains(null) ? null : new ParallelSum(ValueList.From(branches.Select(branch => branch!)));
    }

    internal override Layer OfWidth(int width) => new ParallelSum([.. Branches.Select(branch => branch.OfWidth(width))]);

    internal override Signal Check(Signal input)
    {
        if (Branches.Count == 0) throw new UsageException("A parallel layer needs at least one branch.");

        // Weights before the fork are shared by all branches: none of them owns those.
        var outputs = Branches.Select(branch => branch.Check(input with { EndsInOwnWeights = false })).ToList();
        if (outputs.Count(output => !output.EndsInOwnWeights) > 1)
            throw new UsageException("Only one parallel branch may end without an affine layer of its own: two such branches would be correlated.");
        if (outputs.Count > 1 && outputs.Any(output => !output.IsGaussian))
            throw new UsageException("Every parallel branch must end in an affine layer or be the identity on one: a sum with an activation is not Gaussian.");
        if (outputs.Any(output => (output.HasPositions, output.Positions) != (outputs[0].HasPositions, outputs[0].Positions)))
            throw new UsageException("Parallel branches must end with the same positions: give them the same strides and paddings.");
        return outputs[0] with
        {
            IsGaussian = outputs.TrueForAll(output => output.IsGaussian),
            HasUnitVariance = false,
            EndsInOwnWeights = outputs.TrueForAll(output => output.EndsInOwnWeights),
        };
    }
}
