using NtkGan.Data;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Metrics;

public class ClassRecognitionTests
{
    private static readonly ClassRecognition Small = new(Rows: 400, Calibration: 200);
    private static readonly Lazy<MetricInput> Digits = new(() => Of(new Digits(), pool: 300, heldOut: 300, labelled: 600));

    private static MetricInput Of(StoredDataSet data, int pool, int heldOut, int labelled)
    {
        var (order, all) = (data.Order(CounterRandom.For(1, "rows")), data.Draw(pool + heldOut + labelled, CounterRandom.For(1, "rows")));
        Matrix Part(int start, int count) => all.Take([.. Enumerable.Range(start, count)]);
        return new(Part(pool, heldOut), Part(0, pool), HeldOut: Part(pool, heldOut), Shape: data.Shape, Display: data.Display,
            Labelled: new(Part(pool + heldOut, labelled), [.. order.Skip(pool + heldOut).Take(labelled).Select(row => data.Labels![row])]));
    }

    private static Dictionary<string, double> Values(MetricInput input, ClassRecognition? metric = null) => (metric ?? Small).Measure(input).ToDictionary(value => value.Column, value => value.Value);

    [Fact]
    public void Real_rows_have_the_numbers_of_real_rows()
    {
        var values = Values(Digits.Value);
        Assert.Equal(values["named_unseen"], values["named"]);
        Assert.Equal(values["class_score_unseen"], values["class_score"]);
        Assert.Equal(values["frechet_classes_unseen"], values["frechet_classes"]);
        Assert.InRange(values["named"], .93, 1); // 97 % of 200 others, by whom the threshold was chosen
        Assert.InRange(values["class_balance"], .98, 1);
        Assert.InRange(values["class_score"], 6, 10);
        Close.Within(0, Values(Digits.Value with { Generated = Digits.Value.Target })["frechet_classes"], Close.Observed);
    }

    [Fact]
    public void Noise_and_grey_are_not_named_and_mixtures_of_rows_are_told_from_rows()
    {
        var noise = SynthesisNoise(100, 64);
        var values = Values(Digits.Value with { Generated = noise });
        Assert.InRange(values["named"], 0, .03);
        Assert.InRange(values["class_score"], 1, 2);
        Assert.True(values["frechet_classes"] > 5 * values["frechet_classes_unseen"]);
        var mixed = new Matrix(150, 64);
        for (var i = 0; i < 150; i++)
            for (var j = 0; j < 64; j++) mixed[i, j] = (Digits.Value.Target[i, j] + Digits.Value.Target[i + 150, j]) / 2;
        var between = Values(Digits.Value with { Generated = mixed });
        Assert.True(between["class_score"] < between["class_score_unseen"] - .5 && between["frechet_classes"] > 2 * between["frechet_classes_unseen"]);
        Assert.Equal(0, Values(Digits.Value with { Generated = new Matrix(5, 64) })["named"]);
    }

    [Fact]
    public void One_class_alone_is_named_and_out_of_balance()
    {
        var labelled = Digits.Value.Labelled!;
        var zeros = labelled.Rows.Take([.. Enumerable.Range(0, labelled.Labels.Count).Where(i => labelled.Labels[i] == 0)]);
        var values = Values(Digits.Value with { Generated = zeros });
        Assert.InRange(values["named"], .9, 1);
        Assert.InRange(values["class_balance"], 0, .2);
        Assert.InRange(values["class_score"], 1, 1.3);
    }

    [Fact]
    public void The_scaling_of_images_does_not_matter()
    {
        var input = Digits.Value;
        Matrix Moved(Matrix rows)
        {
            var result = rows.Clone();
            foreach (ref var value in result.Values) value = 3 + 2 * value;
            return result;
        }

        var display = new DisplayRange(3 + 2 * input.Display!.Value.Black, 3 + 2 * input.Display.Value.White);
        var moved = input with { Generated = Moved(input.Generated), Target = Moved(input.Target), HeldOut = Moved(input.HeldOut!), Display = display, Labelled = new(Moved(input.Labelled!.Rows), input.Labelled.Labels) };
        Close.Relative([.. Values(input).Values], [.. Values(moved).Values], Close.Solver);
        Close.Relative(new AverageMaximumSimilarity().Measure(input)[0].Value, new AverageMaximumSimilarity().Measure(moved)[0].Value, Close.Kernel);
    }

    [Fact]
    public void Scores_are_means_over_deviations_by_a_general_solver()
    {
        Matrix rows = Sets.Normal(12, 2, 41), others = Sets.Normal(6, 2, 42), points = Sets.Normal(5, 2, 43);
        ValueList<int> labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];
        var kernel = new GaussianKernel();
        var classifier = new GaussianProcessClassifier(kernel, new(rows, labels), 3, .1, new(others, [0, 1, 2, 0, 1, 2]));
        var scores = classifier.Scores(points);
        for (var p = 0; p < 5; p++)
        {
            double[] across = [.. Enumerable.Range(0, 12).Select(i => kernel.Of(points.Row(p), rows.Row(i)))];
            var explained = Solve(kernel, rows, .1, across); // k(x, x) = 1, so that the noise is .1
            var deviation = Math.Sqrt(1 + .1 - DotProduct.Of(across, explained));
            for (var c = 0; c < 3; c++) Close.Relative(Enumerable.Range(0, 12).Sum(i => explained[i] * ((labels[i] == c ? 1 : 0) - 1.0 / 3)) / deviation, scores[p, c], Close.Solver, scale: 1);
        }

        var probabilities = classifier.Probabilities(scores);
        for (var p = 0; p < 5; p++) Close.Rounding(1, probabilities.Row(p).ToArray().Sum());
    }

    [Fact]
    public void Without_classes_it_has_no_value()
    {
        foreach (var labelled in new LabelledRows?[] { null, new(Sets.Normal(9, 64, 1), [.. new int[9]]) })
            Assert.All(Small.Measure(Digits.Value with { Labelled = labelled }), value => Assert.Equal(MetricStatus.Unavailable, value.Status));
        Assert.Throws<InvalidDataFormatException>(() => new LabelledRows(Sets.Normal(3, 2, 1), [0, 1]));
        Assert.Throws<InvalidDataFormatException>(() => new LabelledRows(Sets.Normal(2, 2, 1), [0, -1]));
        Assert.Throws<UsageException>(() => new ClassRecognition(Share: 1.1));
        Assert.Throws<UsageException>(() => new ClassRecognition(Rows: 1));
        var unheld = Small.Measure(Digits.Value with { HeldOut = null });
        Assert.Equal(3, unheld.Count(value => value.Status == MetricStatus.Unavailable));
    }

    private static Matrix SynthesisNoise(int rows, int columns)
    {
        var (result, random) = (new Matrix(rows, columns), CounterRandom.For(3, "noise"));
        foreach (ref var value in result.Values) value = 2 * random.NextUniform() - 1;
        return result;
    }

    // Gaussian elimination with pivots on (K + noise I) x = b.
    private static double[] Solve(Kernel kernel, Matrix rows, double noise, double[] right)
    {
        var n = rows.Rows;
        var a = new double[n, n + 1];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) a[i, j] = kernel.Of(rows.Row(i), rows.Row(j)) + (i == j ? noise : 0);
            a[i, n] = right[i];
        }

        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i, k]));
            for (var j = 0; j <= n; j++) (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            for (var i = 0; i < n; i++)
            {
                if (i == k) continue;
                var factor = a[i, k] / a[k, k];
                for (var j = k; j <= n; j++) a[i, j] -= factor * a[k, j];
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => a[i, n] / a[i, i])];
    }
}
