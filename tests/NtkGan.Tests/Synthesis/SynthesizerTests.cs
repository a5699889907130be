using NtkGan.Data;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Synthesis;

public class SynthesizerTests
{
    private static readonly Synthesizer Small = new() { Steps = 8, Pool = 24 };

    private static readonly GaussianRing Ring = new(Components: 4, Radius: .4, Deviation: .05);

    [Fact]
    public void Samples_are_those_of_a_descent_put_together_by_hand()
    {
        var fitted = Small.Fit(Ring);
        var pool = Ring.Draw(24, CounterRandom.For(1, "target"));
        Assert.Equal(pool.Values, fitted.Pool.Values);
        var descent = new SynthesisDescent(new(Small.Problem, pool, 6, Ring.Shape, 1), new Lbfgs(), fitted.Bounds, seed: 1);
        var state = descent.Start(SynthesisDescent.UniformSamples(6, 2, fitted.Bounds, 1, spread: .25));
        for (var step = 0; step < 8; step++) state = descent.Advance(state).State;
        Assert.Equal(state.Samples.Values.ToArray(), Sampled(fitted, 6));
    }

    [Fact]
    public void Samples_come_near_the_data()
    {
        var fitted = (Small with { Steps = 60, Pool = 64 }).Fit(Ring);
        double Distance(Matrix samples) => new EnergyDistance().Measure(new(samples, fitted.Pool)).Single().Value;
        var start = SynthesisDescent.UniformSamples(32, 2, fitted.Bounds, 1, spread: .25);
        Assert.InRange(Distance(new(32, 2, Sampled(fitted, 32))), 0, Distance(start) / 2);
        Assert.Equal(0, fitted.Bounds.Outside(fitted.Pool));
        Assert.Equal(0, fitted.Bounds.Outside(new(32, 2, Sampled(fitted, 32))));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_set_others()
    {
        var rows = Ring.Draw(20, CounterRandom.For(3, "rows"));
        Assert.Equal(Sampled(Small.Fit(rows), 4), Sampled(Small.Fit(rows), 4));
        Assert.NotEqual(Sampled(Small.Fit(rows), 4), Sampled(Small.Fit(rows), 4, set: 1));
        Assert.NotEqual(Sampled(Small.Fit(rows), 4), Sampled((Small with { Seed = 2 }).Fit(rows), 4));
        Assert.Equal(20, Small.Fit(rows).Pool.Rows); // all there are
    }

    [Fact]
    public void A_table_becomes_a_table()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["in.csv"], "height,team\n" + string.Concat(Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"{150 + i},{(i % 2 == 0 ? "red" : "blue")}\n"))));
        var table = new Table(folder["in.csv"]);
        table.Write(folder["out.csv"], new(7, table.Dimension, Sampled(Small.Fit(table), 7)));
        var made = new Table(folder["out.csv"]);
        Assert.Equal(["height", "team"], made.Schema.Select(column => column.Name));
        Assert.Equal(7, made.Size);
    }

    [Fact]
    public void Progress_is_told_and_an_end_is_obeyed()
    {
        var seen = new Seen();
        Assert.Equal(8, Small.Fit(Ring).Descend(4, 0, seen, TestContext.Current.CancellationToken).State.Step);
        Assert.Equal(Enumerable.Range(1, 8).Select(step => (long)step), seen.Steps);
        Assert.Throws<OperationCanceledException>(() => Small.Fit(Ring).Sample(4, cancellation: new(canceled: true)));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_also_in_a_copy()
    {
        Assert.Throws<UsageException>(() => Small with { Steps = 0 });
        Assert.Throws<UsageException>(() => Small with { Pool = 0 });
        Assert.Throws<UsageException>(() => new UniformStart(1.5));
        Assert.Throws<UsageException>(() => new UniformStart(0));
        Assert.Throws<UsageException>(() => Sampled(Small.Fit(Ring), 0));
        Assert.Throws<UsageException>(() => Small.Fit(new Matrix(0, 2)));
    }

    private static double[] Sampled(FittedSynthesizer fitted, int count, int set = 0) => fitted.Sample(count, set, null, TestContext.Current.CancellationToken).Values.ToArray();

    private sealed class Seen : IProgress<SynthesisStep>
    {
        public List<long> Steps { get; } = [];

        public void Report(SynthesisStep value) => Steps.Add(value.State.Step);
    }
}
