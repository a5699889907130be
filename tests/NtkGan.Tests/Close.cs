using NtkGan.Numerics;

namespace NtkGan.Tests;

/// <summary>Every numeric comparison of the tests: a tolerance is a name with a reason, never a raw number.</summary>
public static class Close
{
    /// <summary>Closed forms printed to 15 digits or more, evaluated by another order of operations.</summary>
    public const double Kernel = 1e-12;

    /// <summary>Analytic gradients: one division by a difference more than the values.</summary>
    public const double Gradient = 1e-10;

    /// <summary>Results of solvers that stop at a tolerance of 1e-10 to 1e-12 (ODEs, Sinkhorn).</summary>
    public const double Solver = 1e-9;

    /// <summary>Central differences in double with a step of about 1e-5: truncation 1e-10 relative to third derivatives, rounding 1e-11.</summary>
    public const double Difference = 1e-7;

    /// <summary>Literals printed to six decimals: half a unit of the last one.</summary>
    public const double SixDecimals = 5e-7;

    /// <summary>Literals printed to seven decimals.</summary>
    public const double SevenDecimals = 5e-8;

    /// <summary>Double roots and double eigenvalues, which rounding splits by the root of itself, times a condition of about 50.</summary>
    public const double DoubleRoot = 1e-6;

    /// <summary>Games whose parts stand eight kernel widths apart: e^-32 over hundreds of updates.</summary>
    public const double Separate = 1e-11;

    /// <summary>Rates read off a run: what faster modes and higher orders leave of the last hundred moves.</summary>
    public const double Observed = 1e-4;

    /// <summary>Positions of stable games printed to ten significant digits or a little fewer: a unit or two of the last one.</summary>
    public const double TenDigits = 3e-9;

    /// <summary>Positions printed to eight significant digits, or a little fewer.</summary>
    public const double EightDigits = 2e-7;

    /// <summary>Positions printed to five significant digits.</summary>
    public const double FiveDigits = 2e-5;

    /// <summary>Positions printed to three significant digits.</summary>
    public const double ThreeDigits = 2e-3;

    /// <summary>An averaged equation against the oscillation that it averages, when a period changes the amplitude by a fifth.</summary>
    public const double Averaged = .08;

    /// <summary>Positions of an unstable game, which amplifies rounding: what different orders of summation may change.</summary>
    public const double Unstable = 1e-6;

    /// <summary>Peaks of an oscillation read at whole updates: they miss the crest by less than this part.</summary>
    public const double Ringing = .03;

    /// <summary>Literals printed to eight decimals: a unit of the last one.</summary>
    public const double EightDecimals = 1e-8;

    /// <summary>Rounding of a computation with some number of operations, on quantities of some scale: operations * 2^-52 * scale.</summary>
    public static void Rounding(double expected, double actual, double scale = 1, int operations = 64) =>
        Within(expected, actual, operations * Math.ScaleB(1, -52) * Math.Max(scale, Math.Abs(expected)));

    /// <summary>Relative agreement, with an absolute floor of the same size times <paramref name="scale"/>.</summary>
    public static void Relative(double expected, double actual, double tolerance, double scale = 0) =>
        Within(expected, actual, tolerance * Math.Max(scale, Math.Abs(expected)));

    /// <summary>Entry by entry, relative to the largest entry expected (at least <paramref name="scale"/>).</summary>
    public static void Relative(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, double scale = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var value in expected) scale = Math.Max(scale, Math.Abs(value));
        for (var i = 0; i < expected.Length; i++) Within(expected[i], actual[i], tolerance * scale, $"entry {i}");
    }

    /// <summary>Shape and entries, relative to the largest entry expected.</summary>
    public static void Relative(Matrix expected, Matrix actual, double tolerance, double scale = 0)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        Relative((ReadOnlySpan<double>)expected.Values, actual.Values, tolerance, scale);
    }

    /// <summary>A mean of random draws: within five of its own standard errors.</summary>
    public static void Sampled(double expected, double actual, double standardError) => Within(expected, actual, 5 * standardError);

    /// <summary>The one comparison: equal infinities pass, NaN never does.</summary>
    public static void Within(double expected, double actual, double tolerance, string what = "value")
    {
        if (double.IsNaN(expected) || double.IsNaN(actual) || double.IsNaN(tolerance)) Assert.Fail($"{what}: expected {expected:R}, got {actual:R}");
        if (expected == actual) return;
        var error = Math.Abs(expected - actual);
        if (!(error <= tolerance) || double.IsInfinity(error)) Assert.Fail($"{what}: expected {expected:R}, got {actual:R}, off by {error:E2}, allowed {tolerance:E2}");
    }
}
