using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Uniform on the sphere of a radius around the origin: a normal draw, scaled to that length; on a line -radius or radius.</summary>
/// <param name="Dimension">The number of coordinates d, at least 1.</param>
/// <param name="Radius">The radius, at least 0.</param>
public sealed record Sphere(int Dimension = 2, double Radius = 1) : EndlessDataSet
{
    /// <inheritdoc/>
    public override int Dimension { get; } = Require.AtLeast(1, Dimension);

    /// <summary>The radius.</summary>
    public double Radius { get; init => field = Require.NonNegative(value, nameof(Radius)); } = Require.NonNegative(Radius);

    /// <inheritdoc/>
    protected override void DrawPoint(Span<double> point, CounterRandom random)
    {
        double length;
        do
        {
            random.FillNormal(point);
            length = Math.Sqrt(DotProduct.Of(point, point));
        }
        while (length == 0);
        foreach (ref var coordinate in point) coordinate *= Radius / length;
    }
}
