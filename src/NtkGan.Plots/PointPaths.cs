using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>Where generated points went.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Real">The true points, m x d.</param>
/// <param name="RealMasses">Their masses.</param>
/// <param name="Times">Updates at which positions are known, ascending.</param>
/// <param name="Positions">The generated points at each time, n x d.</param>
/// <param name="IsProjected">Whether the coordinates are those of a plane of principal components, and not the points' own.</param>
/// <param name="Shown">How many of the times are drawn, for an animation; the axes hold all of them. All if not given.</param>
public sealed record PointPaths(string Title, Matrix Real, ValueList<double> RealMasses, ValueList<double> Times,
    ValueList<Matrix> Positions, bool IsProjected = false, int? Shown = null) : PlotData(Title)
{
    /// <summary>Dimension d of the points.</summary>
    public int Dimension => Real.Columns;

    /// <summary>Times that are drawn.</summary>
    internal int Count => Shown ?? Times.Count;

    /// <inheritdoc/>
    public override void Check()
    {
        if (Times.Count == 0 || Positions.Count != Times.Count) throw new ArgumentException($"{Positions.Count} positions do not belong to {Times.Count} times.");
        if (Real.Rows != RealMasses.Count) throw new ArgumentException($"{RealMasses.Count} masses do not belong to {Real.Rows} true points.");
        if (Count < 1 || Count > Times.Count) throw new ArgumentException($"{Count} of {Times.Count} times cannot be shown.");
        if (Positions.Any(points => points.Rows != Positions[0].Rows || points.Columns != Dimension)) throw new ArgumentException("All positions must have one shape, and the dimension of the true points.");
        if (!Real.IsFinite() || !Positions.All(points => points.IsFinite()) || !Times.All(double.IsFinite)) throw new NumericalException("A position or a time of a path is NaN or infinite.");
    }

    /// <summary>Coordinate k of generated point j over the shown times.</summary>
    internal double[] Coordinate(int j, int k) => [.. Positions.Take(Count).Select(points => points[j, k])];

    /// <summary>All values of coordinate k, of all times and of the true points.</summary>
    internal double[] Everywhere(int k) => [.. Real.Column(k), .. Positions.SelectMany(points => points.Column(k))];

    /// <summary>The diameter of a true point's mark: its area is in proportion to its mass.</summary>
    internal float SizeOf(int i, PlotStyle style)
    {
        var mean = RealMasses.Sum() / RealMasses.Count;
        return 2f * style.PointSize * (float)Math.Clamp(mean > 0 ? Math.Sqrt(RealMasses[i] / mean) : 1, .3, 2.5);
    }

    /// <summary>Points that spiral into two true points, or one of them.</summary>
    internal static PointPaths Example(int dimension)
    {
        double[] times = [.. Enumerable.Range(0, 150).Select(k => 10.0 * k)];
        Matrix At(double time)
        {
            var points = new Matrix(3, dimension);
            for (var j = 0; j < 3; j++)
                for (var c = 0; c < dimension; c++)
                    points[j, c] = (j == 0 ? -1 : 1) * (c == 0 ? 1 : 0) + (.3 + .2 * j) * Math.Exp(-.003 * time) * Math.Cos(.03 * time + j + 1.5 * c);
            return points;
        }

        var real = new Matrix(2, dimension);
        (real[0, 0], real[1, 0]) = (-1, 1);
        return new("example", real, [.3, .7], times, [.. times.Select(At)]);
    }
}
