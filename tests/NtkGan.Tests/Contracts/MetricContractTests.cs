using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Tests.Metrics;

namespace NtkGan.Tests.Contracts;

/// <summary>What every metric of the catalog promises.</summary>
public class MetricContractTests
{
    public static TheoryData<string> Names => [.. Catalog.Members<Metric>().Select(member => member.Name)];

    /// <summary>The metrics that compare the two sets, and not the generated one with modes.</summary>
    public static TheoryData<string> Distances => [.. Catalog.Members<Metric>().Where(member => ((Metric)member.Example()).IsDistance).Select(member => member.Name)];

    private static Metric Example(string name) => (Metric)Catalog.Find(typeof(Metric), name).Example();

    private static MetricInput Input(Matrix generated, Matrix target) =>
        new(generated, target, new GaussianKernel().Gram, Modes: new Matrix(1, generated.Columns), ModeDeviation: 0.2, Seed: 5,
            HeldOut: Sets.Normal(10, generated.Columns, 21), Shape: new(1, generated.Columns), TangentKernels: Tangents, Labelled: Labelled(generated.Columns), Advantage: () => Squares(generated) - Squares(target));

    // What a discriminator |x|^2 gains.
    private static double Squares(Matrix points) => points.Values.ToArray().Sum(value => value * value) / points.Rows;

    private static LabelledRows Labelled(int columns) => new(Sets.Normal(40, columns, 22), [.. Enumerable.Range(0, 40).Select(i => i % 2)]);

    private static (Matrix Initial, Matrix Present)? Tangents(Matrix points) => (new GaussianKernel().Gram(points), new GaussianKernel(2).Gram(points));

    private static double[] Values(string name, Matrix generated, Matrix target) => [.. Example(name).Measure(Input(generated, target)).Select(value => value.Value)];

    [Fact]
    public void The_catalog_has_the_metrics_of_the_field_under_unique_columns()
    {
        var names = Catalog.Members<Metric>().Select(member => member.Name).ToList();
        Assert.Empty(new[] { "sinkhorn_divergence", "energy_distance", "maximum_mean_discrepancy", "wasserstein", "sliced_wasserstein", "mode_coverage" }.Except(names));
        var columns = names.SelectMany(name => Example(name).Columns).ToList();
        Assert.Equal(columns.Count, columns.Distinct().Count());
        Assert.All(columns, column => Assert.Matches("^[a-z][a-z0-9_]*$", column));
    }

    [Theory, MemberData(nameof(Names))]
    public void Fills_its_columns_with_finite_numbers_and_errors(string name)
    {
        var metric = Example(name);
        var values = metric.Measure(Input(Sets.Normal(30, 2, 1), Sets.Normal(30, 2, 2)));
        Assert.Equal(metric.Columns, values.Select(value => value.Column));
        Assert.All(values, value =>
        {
            Assert.NotEqual(MetricStatus.Unavailable, value.Status);
            Assert.True(double.IsFinite(value.Value));
            Assert.InRange(value.Error, 0, double.MaxValue);
        });
    }

    [Theory, MemberData(nameof(Distances))]
    public void Is_zero_on_itself_and_positive_elsewhere(string name)
    {
        foreach (var x in new[] { Sets.Normal(50, 2, 3), Sets.Normal(1, 2, 4), new Matrix(3, 2) })
        {
            Close.Within(0, Assert.Single(Values(name, x, Sets.Shuffled(x, 1))), Close.Solver);
            Assert.InRange(Assert.Single(Values(name, x, Sets.Translated(x, 1, 1))), 0.1, double.MaxValue);
        }
    }

    [Theory, MemberData(nameof(Distances))]
    public void Is_symmetric(string name)
    {
        Matrix x = Sets.Normal(40, 2, 5), y = Sets.Normal(40, 2, 6, 2);
        Close.Relative(Values(name, x, y), Values(name, y, x), Close.Kernel, scale: 1);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_order_of_points_does_not_matter(string name)
    {
        Matrix x = Sets.Normal(70, 2, 7), y = Sets.Normal(70, 2, 8).Above(new Matrix(3, 2)).Take([.. Enumerable.Range(3, 70)]);
        Close.Relative(Values(name, x, y), Values(name, Sets.Shuffled(x, 2), Sets.Shuffled(y, 3)), Close.Kernel, scale: 1);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gives_the_same_bits_on_any_number_of_threads(string name)
    {
        Matrix x = Sets.Normal(300, 2, 9), y = Sets.Normal(300, 2, 10);
        double[] one;
        using (Workers.Limit(1)) one = Values(name, x, y);
        foreach (var threads in new[] { 2, 5 })
        {
            using (Workers.Limit(threads)) Assert.Equal(one, Values(name, x, y));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Leaves_its_input_alone(string name)
    {
        Matrix x = Sets.Normal(20, 1, 11), y = Sets.Normal(20, 1, 12), before = x.Clone(), after = y.Clone();
        Values(name, x, y);
        Assert.Equal(before.Values, x.Values);
        Assert.Equal(after.Values, y.Values);
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_bad_input(string name)
    {
        var good = Sets.Normal(4, 2, 13);
        foreach (var bad in new[] { new Matrix(0, 2), new Matrix(4, 0), new Matrix(4, 3), Matrix.Of(new[,] { { 0, double.NaN } }), Matrix.Of(new[,] { { double.NegativeInfinity, 0 } }) })
        {
            Assert.Throws<InvalidDataFormatException>(() => Values(name, bad, good));
            Assert.Throws<InvalidDataFormatException>(() => Values(name, good, bad));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Never_returns_a_silent_infinity(string name)
    {
        // Squares overflow; a metric either copes or has no value, in a sentence, and never ends what it measures.
        Matrix x = Sets.Normal(4, 2, 14, 1e200), y = Sets.Normal(4, 2, 15, 1e200);
        Assert.All(Example(name).Measure(Input(x, y)), value =>
        {
            Assert.Equal(value.Status != MetricStatus.Unavailable, double.IsFinite(value.Value));
            if (value.Status == MetricStatus.Unavailable) Assert.Contains("divide the data", value.Note, StringComparison.Ordinal);
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void A_target_of_points_without_spread_is_measured(string name)
    {
        var input = Input(Sets.Normal(6, 2, 16), Sets.Normal(5, 2, 17)) with { ModeDeviation = 0 };
        Assert.All(Example(name).Measure(input), value => Assert.Equal(name == "mode_coverage", value.Status == MetricStatus.Unavailable));
        Assert.Throws<InvalidDataFormatException>(() => Example(name).Measure(input with { ModeDeviation = double.NaN }));
        Assert.Throws<InvalidDataFormatException>(() => Example(name).Measure(input with { ModeDeviation = -1 }));
    }
}
