using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>A kernel of the distance alone, k(x, y) = kappa(|x - y|^2), with (d/dx) k = 2 kappa' (x - y), 0 at x = y.
/// The squared distance is a sum of squared differences, so that nearby points far from the origin lose no digits; the gradient is a sum of
/// differences too, and exactly 0 from a point at the same place.</summary>
/// <typeparam name="TProfile">The formula of kappa.</typeparam>
public abstract record RadialKernel<TProfile> : Kernel where TProfile : struct, IRadialProfile
{
    /// <summary>kappa with its constants.</summary>
    protected abstract TProfile Profile { get; }

    /// <summary>A factor of the squared distance that may overflow, of a length near the least number: as large as leaves its products with the
    /// distance 0 at 0, so that a kernel that narrow is its peak at one place and nothing anywhere else.</summary>
    private protected static double Bounded(double factor) => Math.Clamp(factor, double.MinValue / 8, double.MaxValue / 8);

    internal sealed override bool IsRadial => true;

    internal sealed override bool HasSlopes => true;

    // The slope at equal points is finite exactly where the second derivative there is.
    internal sealed override bool NeedsSquares(int dimension) => !double.IsFinite(SpectralMoment(1));

    internal sealed override T AtSquaredDistance<T>(T squaredDistance) => Profile.Evaluate(squaredDistance);

    internal sealed override Func<RowEvaluator> Evaluators(Matrix x, Matrix y)
    {
        var first = new PointSet(x);
        return Evaluators(first, ReferenceEquals(x, y) ? first : new PointSet(y));
    }

    internal sealed override Func<RowEvaluator> Evaluators(Matrix x, PointSet y) => Evaluators(new PointSet(x), y);

    private Func<RowEvaluator> Evaluators(PointSet first, PointSet second)
    {
        var profile = Profile;
        return () => new Evaluator(profile, first, second);
    }

    private sealed class Evaluator(TProfile profile, PointSet first, PointSet second) : PairEvaluator(first, second)
    {
        protected override void Features(ReadOnlySpan<double> x, int start, Span<Lanes> features) => Second.SquaredDistances(x, start, features);

        protected override void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values)
        {
            for (var b = 0; b < features.Length; b++) values[b] = profile.Evaluate(features[b]);
        }

        protected override void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values, Span<Lanes> alpha, Span<Lanes> beta)
        {
            for (var b = 0; b < features.Length; b++)
            {
                var result = profile.Evaluate(Jet.Variable(features[b]));
                values[b] = result.Value;
                alpha[b] = 2 * result.Slope;
            }

            // The gradient is sum_j alpha_j (x - y_j): one weight a pair, and no beta.
            beta.Clear();
        }

        protected override void AddGradient(ReadOnlySpan<double> x, int start, Span<Lanes> alpha, double beta, ReadOnlySpan<int> differences, Span<double> gradient) =>
            Second.AddWeightedDifferences(alpha, x, start, gradient);
    }
}

/// <summary>The formula of a radial kernel, written once for every scalar type. Implemented by readonly structs.</summary>
public interface IRadialProfile
{
    /// <summary>kappa(s) at the squared distance s >= 0.</summary>
    T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T>;
}
