using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Stability;

/// <summary>Generated points of one region at rest, and what linearises their game there: b_j+ = r b_j - eta_d sum_l q_l H_jl e_l and
/// e_j+ = e_j + eta_g q_j (b*_j + F_j e_j) with H_jl = grad_1 grad_2^T K(y_j, y_l) and lambda F_j = sum_i p_i grad_1^2 K(y_j, x_i) - sum_l q_l grad_1^2 K(y_j, y_l)
/// (derived; needs no isolation).</summary>
public sealed class PointEquilibrium
{
    private const double NeutralTolerance = 1e-6, Rounding = 1e-11;

    private readonly LinearisedUpdate _within;
    private readonly Matrix _generated;
    private readonly LinearisedUpdate? _across;
    private readonly int _acrossCount;

    /// <summary>An equilibrium.</summary>
    /// <param name="generated">The resting points.</param>
    /// <param name="force">The largest lambda |grad f*| at one of them.</param>
    /// <param name="within">The linearisation in their coordinates.</param>
    /// <param name="across">That of one further coordinate, orthogonal to all points; null if there is none.</param>
    /// <param name="acrossCount">How many further coordinates the space has.</param>
    internal PointEquilibrium(Matrix generated, double force, LinearisedUpdate within, LinearisedUpdate? across = null, int acrossCount = 0) =>
        (_generated, Force, _within, _across, _acrossCount) = (generated, force, within, across, acrossCount);

    /// <summary>The resting points, n x d. Where the space has more dimensions than the points of the region span, in coordinates of their span.</summary>
    public Matrix Generated => _generated.Clone();

    /// <summary>The largest lambda |grad f*| at a resting point: 0 at an exact equilibrium.</summary>
    public double Force { get; }

    /// <summary>The equilibrium at which a whole configuration stands, for any kernel with second derivatives.</summary>
    /// <param name="configuration">The game; its generated points are taken to be at rest.</param>
    /// <exception cref="NumericalException">The kernel has no second derivative at a pair of its points.</exception>
    public static PointEquilibrium Of(GameConfiguration configuration)
    {
        var (kernel, real, generated) = (configuration.Game.Kernel, configuration.Real, configuration.Generated);
        return new(generated.Places.Clone(), LargestForce(kernel, real, generated), Linearise((x, y) => SecondDerivatives.Of(kernel, x, y), real, generated, generated.Dimension));
    }

    /// <summary>True if the resting discriminator is flat at the points, as where all masses balance on true points.</summary>
    public bool IsFlat => _within.IsFlat && _across is not { IsFlat: false };

    /// <summary>All modes of a game that rests here, beside the free directions of f, z = r^n_d: 2 n d eigenvalues, of which those within 1e-6 of 1 are
    /// neutral: shifts, or rotations about a true point.</summary>
    public IReadOnlyList<Mode> Modes(LocalRates rates)
    {
        List<Mode> modes = [new(ModeKind.Free, rates.CycleRetention)];
        Add(_within, 1);
        if (_across is not null && _acrossCount > 0) Add(_across, _acrossCount);
        return modes;

        void Add(LinearisedUpdate update, int multiplicity)
        {
            var matrix = update.Of(rates);
            modes.AddRange(matrix.IsFinite() ? GeneralEigen.Values(matrix).Select(z =>
                new Mode(System.Numerics.Complex.Abs(z - 1) <= NeutralTolerance ? ModeKind.Neutral : ModeKind.Coupled, z, multiplicity)) : [new Mode(ModeKind.Coupled, Mode.Overflow, multiplicity)]);
        }
    }

    /// <summary>The second derivatives of a kernel at a pair of points.</summary>
    internal delegate SecondDerivatives PairDerivatives(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    internal static LinearisedUpdate Linearise(PairDerivatives pair, WeightedPoints real, WeightedPoints generated, int dimension)
    {
        var (n, d) = (generated.Count, dimension);
        var (response, pull, curvature) = (new Matrix(n * d, n * d), new Matrix(n * d, n * d), new Matrix(n * d, n * d));
        for (var j = 0; j < n; j++)
        {
            var own = generated.Masses[j];
            var point = generated.Places.Row(j);
            for (var c = 0; c < d; c++) pull[j * d + c, j * d + c] = own;
            for (var i = 0; i < real.Count; i++) Add(curvature, j, j, own * real.Masses[i], pair(point, real.Places.Row(i)).Pure);
            for (var l = 0; l < n; l++)
            {
                var derivatives = pair(point, generated.Places.Row(l));
                Add(curvature, j, j, -own * generated.Masses[l], derivatives.Pure);
                Add(response, j, l, generated.Masses[l], derivatives.Mixed);
            }
        }

        // What rounding leaves where true and generated points cancel is no curvature.
        var largest = 0.0;
        foreach (var value in response.Values) largest = Math.Max(largest, Math.Abs(value));
        foreach (ref var value in curvature.Values)
            if (Math.Abs(value) <= Rounding * largest) value = 0;
        return new(response, pull, curvature);

        void Add(Matrix target, int row, int column, double factor, Matrix block)
        {
            for (var a = 0; a < d; a++)
                for (var b = 0; b < d; b++) target[row * d + a, column * d + b] += factor * block[a, b];
        }
    }

    private static double LargestForce(Kernel kernel, WeightedPoints real, WeightedPoints generated)
    {
        var gradients = new Matrix(generated.Count, generated.Dimension);
        kernel.Expand(generated.Places, real.Places.Above(generated.Places), [.. real.Masses, .. generated.Masses.Select(q => -q)],
            new double[generated.Count], gradients);
        return Enumerable.Range(0, generated.Count).Max(j => Math.Sqrt(DotProduct.Of(gradients.Row(j), gradients.Row(j))));
    }
}
