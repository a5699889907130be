using NtkGan.Numerics;

namespace NtkGan.Autoencoders;

/// <summary>The mean of the squared differences: (1/d) |made - point|^2.</summary>
public sealed record SquaredError : ReconstructionLoss
{
    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> made, ReadOnlySpan<double> point, PointShape shape, DisplayRange? display, Span<double> slope)
    {
        var sum = 0.0;
        for (var k = 0; k < made.Length; k++)
        {
            var difference = made[k] - point[k];
            sum += difference * difference;
            slope[k] = 2 * difference / made.Length;
        }

        return sum / made.Length;
    }
}
