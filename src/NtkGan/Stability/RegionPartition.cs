using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>A group of points that feel each other: rows of the true and of the generated points.</summary>
/// <param name="Real">Rows of the true points, ascending.</param>
/// <param name="Generated">Rows of the generated points, ascending.</param>
/// <param name="RealMass">p, the mass of its true points.</param>
/// <param name="GeneratedMass">Q, the mass of its generated points.</param>
public sealed record Region(ValueList<int> Real, ValueList<int> Generated, double RealMass, double GeneratedMass)
{
    /// <summary>The mass imbalance Delta = p - Q.</summary>
    public double Imbalance => RealMass - GeneratedMass;

    /// <summary>True if the isolated points model describes it: at most one true point.</summary>
    public bool IsIsolated => Real.Count <= 1;
}

/// <summary>The points of a game split into regions that do not feel each other: the connected components of the graph in which two points are joined
/// if |K| or sigma |grad K| between them exceeds a threshold times K(0). Then f and the points of each region evolve on their own (isolated points
/// model of Becker, Pandit, Rangan, Fletcher 2022; the graph is derived). Points without mass belong to no region.</summary>
/// <param name="Regions">The regions, those of the first true points first.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="IsolationError">The largest |K|/K(0) and sigma |grad K|/K(0) between points of different regions: what the split neglects.</param>
public sealed record RegionPartition(ValueList<Region> Regions, double Threshold, double IsolationError)
{
    /// <summary>The threshold by default: Gaussian points feel each other up to 5.7 widths.</summary>
    public const double DefaultThreshold = 1e-6;

    /// <summary>True if every region has at most one true point, so that the isolated points model applies up to the threshold.</summary>
    public bool IsIsolated => Regions.All(region => region.IsIsolated);

    /// <summary>The partition of a configuration as it stands.</summary>
    /// <param name="kernel">A radial kernel with a curvature at 0.</param>
    /// <param name="real">True points.</param>
    /// <param name="generated">Generated points.</param>
    /// <param name="threshold">Above 0.</param>
    /// <exception cref="UsageException">The kernel has no curvature at distance 0.</exception>
    public static RegionPartition Of(Kernel kernel, WeightedPoints real, WeightedPoints generated, double threshold = DefaultThreshold) =>
        Of(kernel, real, generated, [generated.Places], threshold);

    /// <summary>The partition of a whole path: points are joined if they feel each other at any of its times.</summary>
    /// <param name="kernel">A radial kernel with a curvature at 0.</param>
    /// <param name="real">True points.</param>
    /// <param name="generated">Generated points; their masses count, their places are those of the path.</param>
    /// <param name="path">Positions of the generated points, at least one time.</param>
    /// <param name="threshold">Above 0.</param>
    /// <exception cref="UsageException">The kernel has no curvature at distance 0.</exception>
    public static RegionPartition Of(
        Kernel kernel, WeightedPoints real, WeightedPoints generated, IReadOnlyList<Matrix> path, double threshold = DefaultThreshold)
    {
        var reach = new KernelReach(kernel);
        int[] realRows = [.. Massive(real)], generatedRows = [.. Massive(generated)];
        var count = realRows.Length + generatedRows.Length;
        var felt = new Matrix(count, count);
        foreach (var positions in path)
        {
            var points = real.Places.Take(realRows).Above(positions.Take(generatedRows));
            for (var i = 0; i < count; i++)
                for (var j = 0; j < i; j++) felt[i, j] = Math.Max(felt[i, j], reach.Between(points.Row(i), points.Row(j)));
        }

        var component = Components(felt, Require.Positive(threshold));
        var error = 0.0;
        for (var i = 0; i < count; i++)
            for (var j = 0; j < i; j++)
                if (component[i] != component[j]) error = Math.Max(error, felt[i, j]);
        var regions = Enumerable.Range(0, count).GroupBy(i => component[i]).Select(members => Make(
            [.. members.Where(i => i < realRows.Length).Select(i => realRows[i])],
            [.. members.Where(i => i >= realRows.Length).Select(i => generatedRows[i - realRows.Length])]));
        return new([.. regions], threshold, error);

        Region Make(int[] real_, int[] generated_) => new(ValueList.From(real_), ValueList.From(generated_),
            real_.Sum(i => real.Masses[i]), generated_.Sum(j => generated.Masses[j]));
    }

    private static IEnumerable<int> Massive(WeightedPoints points) => Enumerable.Range(0, points.Count).Where(i => points.Masses[i] > 0);

    // The smallest member of each one's component.
    private static int[] Components(Matrix felt, double threshold)
    {
        var component = Enumerable.Range(0, felt.Rows).ToArray();
        for (var i = 0; i < felt.Rows; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!(felt[i, j] > threshold) || component[i] == component[j]) continue;
                var (kept, dropped) = (Math.Min(component[i], component[j]), Math.Max(component[i], component[j]));
                for (var k = 0; k <= i; k++)
                    if (component[k] == dropped) component[k] = kept;
            }
        }

        return component;
    }
}

/// <summary>How much two points feel each other: the larger of |K|/K(0) and sigma |grad K|/K(0).</summary>
internal sealed class KernelReach(Kernel kernel)
{
    private readonly RadialHessian _hessian = new(kernel);
    private readonly KernelCurvature _curvature = KernelCurvature.Of(kernel);

    public double Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        // Squares of distances beyond 1e154 overflow, and no kernel reaches so far.
        var squaredDistance = DotProduct.SquaredDistance(x, y);
        if (!double.IsFinite(squaredDistance)) return 0;
        var (value, across, _) = _hessian.At(squaredDistance);
        return Math.Max(Math.Abs(value), _curvature.Width * Math.Abs(across) * Math.Sqrt(squaredDistance)) / _curvature.Peak;
    }
}
