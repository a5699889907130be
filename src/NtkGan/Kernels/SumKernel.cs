using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A sum of kernels: k = k_1 + k_2 + ...</summary>
/// <param name="Terms">At least one kernel.</param>
public sealed record SumKernel(ValueList<Kernel> Terms) : Kernel
{
    /// <summary>A small legal example.</summary>
    public static SumKernel Example => new([new GaussianKernel(), new LaplaceKernel(2)]);

    /// <summary>The kernels that are added.</summary>
    public ValueList<Kernel> Terms { get; init => field = Require.Filled(value, "at least one kernel", nameof(Terms)); } = Require.Filled(Terms, "at least one kernel");

    internal override bool IsRadial => Terms.All(term => term.IsRadial);

    internal override bool IsRotationInvariant => Terms.All(term => term.IsRotationInvariant);

    internal override bool NeedsSquares(int dimension) => Terms.Any(term => term.NeedsSquares(dimension));

    internal override Remoteness RemotenessOf(Matrix points) => Terms.Aggregate(Remoteness.None, (all, term) => all.And(term.RemotenessOf(points)));

    internal override T AtSquaredDistance<T>(T squaredDistance) =>
        Terms.Aggregate((T)0.0, (sum, term) => sum + term.AtSquaredDistance(squaredDistance));

    internal override IReadOnlyList<DistanceTerm>? OnLine => Terms.All(term => term.OnLine is not null) ? [.. Terms.SelectMany(term => term.OnLine!)] : null;

    /// <inheritdoc/>
    public override Kernel For(PointShape shape) => new SumKernel([.. Terms.Select(term => term.For(shape))]) { Summation = Summation };

    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y) => Together(Terms.Select(term => term.Evaluators(x, y)));

    internal override Func<RowEvaluator> Evaluators(Matrix x, PointSet y) => Together(Terms.Select(term => term.Evaluators(x, y)));

    internal override int PairsPerBlock => Terms.Min(term => term.PairsPerBlock);

    internal override bool IsPositiveDefinite => Terms.All(term => term.IsPositiveDefinite);

    internal override double SpectralMoment(int order) => Terms.Sum(term => term.SpectralMoment(order));

    internal override double SteepestSlope => Terms.Sum(term => term.SteepestSlope);

    private static Func<RowEvaluator> Together(IEnumerable<Func<RowEvaluator>> terms)
    {
        Func<RowEvaluator>[] makers = [.. terms];
        return () => new Evaluator([.. makers.Select(make => make())]);
    }

    private sealed class Evaluator(RowEvaluator[] terms) : RowEvaluator
    {
        private readonly double[] _term = new double[BlockSize];

        public override void Values(int i, int start, Span<double> values)
        {
            values.Clear();
            foreach (var term in terms)
            {
                term.Values(i, start, _term.AsSpan(0, values.Length));
                for (var b = 0; b < values.Length; b++) values[b] += _term[b];
            }
        }

        public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
        {
            values.Clear();
            foreach (var term in terms)
            {
                term.Pull(i, start, cotangent, _term.AsSpan(0, values.Length), gradient);
                for (var b = 0; b < values.Length; b++) values[b] += _term[b];
            }
        }
    }
}
