using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>Looks at the error of sums that are not taken pair by pair: direct sums at a few points drawn at random say how large the field is, hence what a sum
/// may err by, and afterwards what it did err by.</summary>
internal sealed class SumControl
{
    private const int Probes = 32;

    // In parts of sum |c| |k|: what a direct sum errs by itself.
    private static readonly double Rounding = Math.ScaleB(1, -49);

    private readonly Kernel _kernel;
    private readonly Matrix _x, _y;
    private readonly double _tolerance, _radius;
    private readonly int[] _probes;
    private double[] _coefficients = [], _exact = [];
    private Matrix? _slopes;

    /// <summary>Draws the points.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">x, n x d, n at least 1.</param>
    /// <param name="y">y, m x d.</param>
    /// <param name="tolerance">The largest error, in parts of the largest value and of the longest gradient.</param>
    /// <param name="radius">Half the width of what both sets fill.</param>
    public SumControl(Kernel kernel, Matrix x, Matrix y, double tolerance, double radius)
    {
        (_kernel, _x, _y, _tolerance, _radius) = (kernel, x, y, tolerance, radius);
        var random = CounterRandom.For(0, "summation");

        // And the point nearest to the origin, where networks without bias have a kink.
        var nearest = Enumerable.Range(0, x.Rows).MinBy(i => DotProduct.Of(x.Row(i), x.Row(i)));
        _probes = [.. Enumerable.Range(0, Math.Min(Probes, x.Rows)).Select(_ => (int)random.NextIndex(x.Rows)).Append(nearest).Order()];
    }

    /// <summary>What a value may err by.</summary>
    public double Allowed { get; private set; }

    /// <summary>What a gradient may err by.</summary>
    public double AllowedSlope { get; private set; }

    /// <summary>Sums directly at the points.</summary>
    /// <param name="coefficients">c.</param>
    /// <param name="withGradients">Whether gradients are asked for.</param>
    /// <param name="leastSize">What errors of values are measured by, should the largest value be less.</param>
    public void Begin(double[] coefficients, bool withGradients, double leastSize)
    {
        (_coefficients, _exact, _slopes) = (coefficients, new double[_probes.Length], withGradients ? new Matrix(_probes.Length, _x.Columns) : null);
        var probed = _x.Take(_probes);
        _kernel.ExpandDirectly(probed, _y, coefficients, _exact, _slopes);
        var magnitudes = new double[_probes.Length];
        _kernel.ExpandDirectly(probed, _y, [.. coefficients.Select(Math.Abs)], magnitudes);
        var rounding = Rounding * magnitudes.Max(Math.Abs);
        Allowed = Math.Max(_tolerance * Math.Max(leastSize, _exact.Max(Math.Abs)), rounding);
        AllowedSlope = _slopes is null ? 0 : Math.Max(_tolerance * LongestRow(_slopes), rounding / (_radius > 0 ? _radius : 1));
    }

    /// <summary>How a sum went; null where it is outside of its tolerance.</summary>
    /// <param name="values">f.</param>
    /// <param name="gradients">Its gradients; null where they were not asked for.</param>
    /// <param name="pairs">Evaluations of the kernel, or as many as points.</param>
    /// <param name="degree">Degree of the polynomials that interpolated; 0 without.</param>
    /// <param name="way">How it was summed; may be empty.</param>
    /// <param name="suspects">Further points, where errors are likeliest.</param>
    public SummationReport? Judge(double[] values, Matrix? gradients, double pairs, int degree, string way, params int[] suspects)
    {
        var (error, slopeError) = Errors(_probes, _exact, _slopes, values, gradients);
        if (suspects.Length > 0)
        {
            var (exact, slopes) = (new double[suspects.Length], gradients is null ? null : new Matrix(suspects.Length, _x.Columns));
            _kernel.ExpandDirectly(_x.Take(suspects), _y, _coefficients, exact, slopes);
            var further = Errors(suspects, exact, slopes, values, gradients);
            (error, slopeError) = (Math.Max(error, further.Value), Math.Max(slopeError, further.Slope));
        }

        return error <= Allowed && slopeError <= AllowedSlope
            ? new(true, way, (double)_x.Rows * _y.Rows, pairs, Part(error, Allowed), Part(slopeError, AllowedSlope), _probes.Length + suspects.Length, degree) : null;
    }

    // Of the largest value; where rounding is more than the tolerance of that, of what rounding is the tolerance of.
    private double Part(double error, double allowed) => error == 0 ? 0 : _tolerance * (error / allowed);

    // A value that is no number is an infinite error.
    private static (double Value, double Slope) Errors(int[] points, double[] exact, Matrix? slopes, double[] values, Matrix? gradients)
    {
        var (error, slopeError) = (0.0, 0.0);
        for (var i = 0; i < points.Length; i++)
        {
            error = Math.Max(error, Math.Abs(values[points[i]] - exact[i]));
            if (slopes is not null) slopeError = Math.Max(slopeError, Math.Sqrt(DotProduct.SquaredDistance(gradients!.Row(points[i]), slopes.Row(i))));
        }

        return (error, slopeError);
    }

    private static double LongestRow(Matrix rows)
    {
        var longest = 0.0;
        for (var i = 0; i < rows.Rows; i++) longest = Math.Max(longest, DotProduct.Of(rows.Row(i), rows.Row(i)));
        return Math.Sqrt(longest);
    }
}
