using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Stability;

/// <summary>Finds where the generated points of a region come to rest: they slide down the energy whose force is the resting discriminator's gradient,
/// E(y) = 1/2 sum_jl q_j q_l K(y_j, y_l) - sum_ij p_i q_j K(x_i, y_j), dE/dy_j = -q_j lambda grad f*(y_j) (half of MMD^2; derived). Small steps
/// first, so that the minimum is the one below the start; then Newton's with the moduli of the curvatures, which leaves saddles.
/// Two points of mass q on one true point of mass p &lt; 2q rest at sigma sqrt((2/3) ln(2q/p)) from it (Gaussian kernel).</summary>
internal sealed class EquilibriumSearch
{
    private const int MaximumSlides = 400, MaximumNewtonSteps = 200;
    private const double FirstShift = 1e-3, LargestShift = .1, SmallShift = 1e-3, Precision = 1e-13, FlatCurvature = 1e-9;

    private readonly RadialHessian _hessian;
    private readonly KernelReach _reach;
    private readonly WeightedPoints _real, _generated;
    private readonly double _width, _peak;

    /// <summary>A search; the points have no neighbours but each other.</summary>
    /// <param name="kernel">A radial kernel with a curvature.</param>
    /// <param name="real">The true points, at least one.</param>
    /// <param name="generated">The generated points at the start, at least one.</param>
    public EquilibriumSearch(Kernel kernel, WeightedPoints real, WeightedPoints generated)
    {
        var curvature = KernelCurvature.Of(kernel);
        (_hessian, _reach, _real, _generated, _width, _peak) = (new(kernel), new(kernel), real, generated, curvature.Width, curvature.Peak);
    }

    /// <summary>The resting points, and the largest |grad f*| lambda at one of them. Points that nothing holds end where they feel nothing.</summary>
    public (Matrix Points, double Force) Run()
    {
        var points = _generated.Places.Clone();
        var nudge = new Matrix(points.Rows, points.Columns);
        CounterRandom.For(0, "equilibrium").FillNormal(nudge.Values);
        DotProduct.Add(FirstShift * _width, nudge.Values, points.Values);
        Slide(ref points);
        Refine(ref points);
        return (points, LargestOf(Forces(points)));
    }

    private void Slide(ref Matrix points)
    {
        var (energy, shift) = (Energy(points), LargestShift);
        for (var step = 0; step < MaximumSlides && shift > SmallShift; step++)
        {
            var force = Forces(points);
            var largest = Largest(force);
            if (largest == 0) return;
            var next = points.Clone();
            DotProduct.Add(shift * _width / largest, force.Values, next.Values);
            if (Energy(next) is var lower && lower < energy) (points, energy, shift) = (next, lower, Math.Min(LargestShift, 1.3 * shift));
            else shift /= 2;
        }
    }

    private void Refine(ref Matrix points)
    {
        for (var step = 0; step < MaximumNewtonSteps; step++)
        {
            var force = FeltForces(points);
            if (LargestOf(force) <= Precision * _peak / _width) return;
            var eigen = SymmetricEigen.Of(Curvatures(points));
            var flat = FlatCurvature * eigen.Values.Max(Math.Abs);
            var direction = eigen.Apply(value => 1 / Math.Max(Math.Abs(value), flat), force.Values);
            var move = new Matrix(points.Rows, points.Columns, direction);
            var next = points.Clone();
            DotProduct.Add(Math.Min(1, LargestShift * _width / Largest(move)), direction, next.Values);
            points = next;
        }
    }

    // -dE/dy_j.
    private Matrix Forces(Matrix points)
    {
        var forces = new Matrix(points.Rows, points.Columns);
        for (var j = 0; j < points.Rows; j++)
        {
            for (var i = 0; i < _real.Count; i++) Add(_real.Masses[i], _real.Places.Row(i), j);
            for (var l = 0; l < points.Rows; l++)
                if (l != j) Add(-_generated.Masses[l], points.Row(l), j);
        }

        return forces;

        void Add(double mass, ReadOnlySpan<double> other, int j)
        {
            var difference = Difference(points.Row(j), other);
            DotProduct.Add(_generated.Masses[j] * mass * _hessian.At(DotProduct.Of(difference, difference)).Across, difference, forces.Row(j));
        }
    }

    private double Energy(Matrix points)
    {
        var energy = 0.0;
        for (var j = 0; j < points.Rows; j++)
        {
            for (var i = 0; i < _real.Count; i++) energy -= _generated.Masses[j] * _real.Masses[i] * Value(points.Row(j), _real.Places.Row(i));
            for (var l = 0; l < j; l++) energy += _generated.Masses[j] * _generated.Masses[l] * Value(points.Row(j), points.Row(l));
        }

        return energy;

        double Value(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            var difference = Difference(x, y);
            return _hessian.At(DotProduct.Of(difference, difference)).Value;
        }
    }

    // The second derivative of E.
    private Matrix Curvatures(Matrix points)
    {
        var (n, d) = (points.Rows, points.Columns);
        var result = new Matrix(n * d, n * d);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < _real.Count; i++) Add(j, -1, -_real.Masses[i], _real.Places.Row(i));
            for (var l = 0; l < n; l++)
                if (l != j) Add(j, l, _generated.Masses[l], points.Row(l));
        }

        return result;

        void Add(int j, int l, double mass, ReadOnlySpan<double> other)
        {
            var difference = Difference(points.Row(j), other);
            var (_, across, rank) = _hessian.At(DotProduct.Of(difference, difference));
            for (var a = 0; a < d; a++)
            {
                for (var b = 0; b < d; b++)
                {
                    var entry = _generated.Masses[j] * mass * ((a == b ? across : 0) + rank * difference[a] * difference[b]);
                    result[j * d + a, j * d + b] += entry;
                    if (l >= 0) result[j * d + a, l * d + b] -= entry;
                }
            }
        }
    }

    // Without the forces on points that are out of reach: in the flat tails of the kernel a Newton step leads anywhere.
    private Matrix FeltForces(Matrix points)
    {
        var forces = Forces(points);
        for (var j = 0; j < points.Rows; j++)
            if (!IsFelt(points, j)) forces.Row(j).Clear();
        return forces;
    }

    private bool IsFelt(Matrix points, int j)
    {
        for (var i = 0; i < _real.Count; i++)
            if (_reach.Between(points.Row(j), _real.Places.Row(i)) > RegionPartition.DefaultThreshold) return true;
        for (var l = 0; l < points.Rows; l++)
            if (l != j && _reach.Between(points.Row(j), points.Row(l)) > RegionPartition.DefaultThreshold) return true;
        return false;
    }

    // The largest lambda |grad f*|.
    private double LargestOf(Matrix forces) => Enumerable.Range(0, forces.Rows).Max(j => Length(forces.Row(j)) / _generated.Masses[j]);

    private static double Largest(Matrix moves) => Enumerable.Range(0, moves.Rows).Max(j => Length(moves.Row(j)));

    private static double Length(ReadOnlySpan<double> vector) => Math.Sqrt(DotProduct.Of(vector, vector));

    private static double[] Difference(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var difference = x.ToArray();
        DotProduct.Add(-1, y, difference);
        return difference;
    }
}
