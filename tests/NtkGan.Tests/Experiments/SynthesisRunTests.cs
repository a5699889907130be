using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Experiments;

public class SynthesisRunTests
{
    public static TheoryData<string> Presets => [.. Preset.All.Where(preset => preset.Name.StartsWith("ga-ntk", StringComparison.Ordinal)).Select(preset => preset.Name)];

    private static SynthesisExperiment Small(Mover? optimizer = null, SynthesisBatching? batching = null, int replicas = 1) =>
        new(Seed: 3, Data: new GaussianRing(8, 0.4, 0.04, [0.5]), Pool: 12, HeldOut: 6, Samples: 8, Replicas: replicas, Optimizer: optimizer, Bounds: Bounds.Unit,
            Objective: new([new SynthesisTerm(new NtkGan.Kernels.NeuralKernel(), new GivenLambda(20))], Batching: batching), Iterations: 6,
            Perturbation: optimizer is Adam ? new StaticPerturbation(0.01) : null);

    internal static ExperimentRun Advanced(ExperimentRun run, int steps)
    {
        for (var i = 0; i < steps; i++) run.Advance();
        return run;
    }

    public static TheoryData<string> Ways => ["lbfgs", "adam in batches", "replicas"];

    private static SynthesisExperiment Way(string name) => name switch
    {
        "lbfgs" => Small(),
        "adam in batches" => Small(new Adam(0.02), new PairedBatches(4)),
        _ => Small(new Adam(0.02), new RealBatches(6), 2),
    };

    [Theory, MemberData(nameof(Ways))]
    public void A_resumed_run_repeats_the_bits(string way)
    {
        var whole = Advanced(Way(way).Start(), 5);
        var first = Advanced(Way(way).Start(), 2);
        var resumed = Way(way).Start();
        resumed.Restore(first.Step, first.Save());
        Advanced(resumed, 3);
        Assert.Equal(whole.Step, resumed.Step);
        foreach (var (name, array) in whole.Save()) Assert.Equal(array.Values, resumed.Save()[name].Values);
        Assert.Equal(whole.Measure(), resumed.Measure());
    }

    [Theory, MemberData(nameof(Ways))]
    public void Measuring_changes_nothing_and_threads_do_not_matter(string way)
    {
        Matrix one, two;
        using (Workers.Limit(1)) one = Advanced(Way(way).Start(), 4).Results()["x"];
        using (Workers.Limit(2))
        {
            var run = Way(way).Start();
            for (var i = 0; i < 4; i++)
            {
                run.Measure();
                run.Advance();
            }

            two = run.Results()["x"];
        }

        Assert.Equal(one.Values, two.Values);
    }

    [Fact]
    public void The_loss_falls_and_the_audit_speaks()
    {
        var run = Small().Start();
        var before = run.Measure();
        var after = Advanced(run, 6).Measure();
        Assert.Equal("loss", run.Columns[0]);
        Assert.True(after[0] < before[0]);
        Assert.Contains(run.Notes, note => note.Contains("of 8 samples are copies of training rows", StringComparison.Ordinal));
        Assert.DoesNotContain(Small().Start().Notes, note => note.Length == 0);
        Assert.Equal(8, run.Results()["x"].Rows);
        Assert.Equal(16, Small(new Adam(0.02), replicas: 2).Start().Results()["x"].Rows);
    }

    // D(x) = k(x, P) Kr^-1 (I - e^(-lambda Kr)) y1, written out.
    [Fact]
    public void Unseen_rows_have_the_score_of_the_closed_form()
    {
        var run = Advanced(Small().Start(), 6);
        var results = run.Results();
        var points = results["y"].Above(results["x"]);
        var gram = new NtkGan.Kernels.NeuralKernel().Gram(points);
        var trace = Enumerable.Range(0, gram.Rows).Sum(i => gram[i, i]);
        for (var i = 0; i < gram.Rows; i++) gram[i, i] += 1e-5 * trace / gram.Rows;
        double[] labels = [.. Enumerable.Repeat(1.0, 12), .. Enumerable.Repeat(0.0, 8)];
        var coefficients = SymmetricEigen.Of(gram).Apply(value => -Math.Exp(-20 * value) / value + 1 / value, labels);
        var cross = new NtkGan.Kernels.NeuralKernel().Gram(results["held_out"], points);
        for (var i = 0; i < 6; i++) Close.Relative(DotProduct.Of(cross.Row(i), coefficients), results["held_out_scores"][i, 0], Close.Solver, scale: 1);
        Assert.Contains(run.Notes, note => note.Contains("to 6 real rows that it has not seen", StringComparison.Ordinal));
    }

    // It fails in its first step; that it has failed must still be told.
    [Fact]
    public void A_discriminator_that_cannot_be_trained_leaves_a_result()
    {
        var run = new SynthesisExperiment(Data: new GaussianRing(8, 0.4, 0.04, [0.5]), Pool: 12, HeldOut: 6, Samples: 8, Bounds: Bounds.Unit,
            Objective: new([new SynthesisTerm(new NtkGan.Kernels.NeuralKernel(), new GivenLambda(20))], new OdeCrossEntropy(MaximumSteps: 1))).Start();
        Assert.Throws<NumericalException>(run.Advance);
        Assert.DoesNotContain("held_out_scores", run.Results().Keys);
        Assert.DoesNotContain(run.Notes, note => note.Contains("has not seen", StringComparison.Ordinal));
    }

    [Fact]
    public void Why_a_replica_ended_outlives_a_checkpoint()
    {
        SynthesisExperiment Stopped() => new(Data: new GaussianRing(8, 0.4, 0.04, [0.5]), Pool: 12, HeldOut: 6, Samples: 8, Bounds: Bounds.Unit, Replicas: 2,
            Objective: new([new SynthesisTerm(new NtkGan.Kernels.NeuralKernel(), new GivenLambda(20))]), Stopping: new(Gradient: 1e3));
        var first = Advanced(Stopped().Start(), 1);
        var resumed = Stopped().Start();
        resumed.Restore(first.Step, first.Save());
        Assert.Contains("the mean length of the gradient", first.Convergence);
        Assert.Equal(first.Convergence, resumed.Convergence);
    }

    [Fact]
    public void Settings_that_do_not_fit_are_refused_with_a_sentence()
    {
        Refused(() => new SynthesisExperiment(Data: new GaussianRing(), Bounds: new([0, 0, 0], [1, 1, 1])).Start(), "3 bounds do not fit points of 2 coordinates");
        Refused(() => new SynthesisExperiment(Data: new GaussianRing(), Files: true).Start(), "files");
        Refused(() => new SynthesisExperiment(Data: new GaussianRing(), Objective: Way("adam in batches").Objective, Stopping: new(Loss: .1)).Start(), "stopping");
        Refused(() => new SynthesisExperiment(Data: new GaussianRing(), Pool: 60_000, HeldOut: 0).Start(), "paired batches");

        // Rows that repeat leave a median eigenvalue of nothing but rounding.
        Refused(() => new SynthesisExperiment(Data: new ListedPoints([[0.0, 1], [1, 0], [1, 0], [1, 0], [0, 1], [0, 1]]), Pool: 6, HeldOut: 0).Start(), "median eigenvalue");

        static void Refused(Action start, string message) => Assert.Contains(message, Assert.Throws<UsageException>(start).Message);
    }

    // The mean length of a normal vector of deviation s in the plane: s sqrt(pi/2).
    [Fact]
    public void The_length_of_the_noise_is_recorded_where_there_is_noise()
    {
        Assert.DoesNotContain("perturbation", Small().Start().Columns);
        var run = Small(new Adam(0.02)).Start();
        var lengths = Enumerable.Range(0, 100).Select(_ => Advanced(run, 1).Measure()[run.Columns.ToList().IndexOf("perturbation")]!.Value).ToList();
        var mean = .01 * Math.Sqrt(Math.PI / 2);
        Close.Sampled(mean, lengths.Average(), .01 * Math.Sqrt((2 - Math.PI / 2) / 800));
        Assert.Equal(100, lengths.Distinct().Count());
    }

    [Fact]
    public void Data_of_fewer_rows_than_the_pool_take_part_with_all()
    {
        var run = new SynthesisExperiment(Data: new ListedPoints([[0.0, 1], [1, 0], [.5, .5]]), Pool: 256, Samples: 2, Objective: Small().Objective).Start();
        Assert.Equal(3, run.Results()["y"].Rows);
        Assert.Contains(run.Notes, note => note.Contains("hold 3 rows", StringComparison.Ordinal));
    }

    // Pixels of 0 to 255 as bounds of coordinates between -1 and 1, or a side forgotten.
    [Fact]
    public void Bounds_of_another_kind_are_told_or_refused()
    {
        static ExperimentRun Run(Bounds bounds) => new SynthesisExperiment(Data: new GaussianRing(8, 0.4, 0.04, [0.5]), Pool: 12, HeldOut: 6, Samples: 8, Bounds: bounds).Start();
        Assert.Contains(Run(new([2.0], [255.0])).Notes, note => note.StartsWith("12 of the 12 rows of the pool lie outside of the bounds", StringComparison.Ordinal));
        Assert.DoesNotContain(Run(new([-2.0], [255.0])).Notes, note => note.Contains("outside", StringComparison.Ordinal));
        Assert.Contains("lower and upper", Assert.Throws<UsageException>(() => Run(new([0.0]))).Message);
        foreach (var wrong in new[] { double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<UsageException>(() => new Bounds([wrong]));
            Assert.Throws<UsageException>(() => new Bounds(null, [-wrong]));
        }
    }

    [Fact]
    public void A_spread_shrinks_the_start_about_the_middle()
    {
        var box = new Bounds([0.0, -10], [1.0, 30]);
        Matrix whole = SynthesisDescent.UniformSamples(50, 2, box, 7), half = SynthesisDescent.UniformSamples(50, 2, box, 7, spread: .25);
        for (var i = 0; i < 50; i++)
            for (var c = 0; c < 2; c++) Close.Relative(.25 * (whole[i, c] - (c == 0 ? .5 : 10)), half[i, c] - (c == 0 ? .5 : 10), Close.Kernel, 40);
        Assert.Contains("spread", Assert.Throws<UsageException>(() => new UniformStart(1.5)).Message);
    }

    [Theory, InlineData(20, 256, 256, 16), InlineData(20, 256, 2, 18), InlineData(20, 20, 0, 20), InlineData(20, 12, 8, 12), InlineData(4, 256, 256, 4), InlineData(20, 17, 8, 16)]
    public void A_fifth_of_small_data_stays_unseen(int rows, int pool, int heldOut, int taken)
    {
        var random = CounterRandom.For(1, "rows");
        ListedPoints data = new([.. Enumerable.Range(0, rows).Select(_ => ValueList.Create([random.NextNormal(), random.NextNormal()]))]);
        var results = new SynthesisExperiment(Data: data, Pool: pool, HeldOut: heldOut, Samples: 2, Objective: Small().Objective).Start().Results();
        Assert.Equal(taken, results["y"].Rows);
        Assert.Equal(Math.Min(heldOut, rows - taken), results.TryGetValue("held_out", out var unseen) ? unseen.Rows : 0);
    }

    [Theory, InlineData(0.0, "raise lambda"), InlineData(1e300, "lower lambda")]
    public void A_run_that_cannot_move_says_so(double lambda, string advice)
    {
        var run = new SynthesisExperiment(Data: new GaussianRing(8, 0.4, 0.04, [0.5]), Pool: 12, HeldOut: 6, Samples: 8, Bounds: Bounds.Unit,
            Objective: new([new SynthesisTerm(new NtkGan.Kernels.NeuralKernel(), new GivenLambda(lambda))])).Start();
        Assert.DoesNotContain(run.Notes, note => note.Contains("has moved", StringComparison.Ordinal));
        Advanced(run, 2);
        Assert.Contains(run.Notes, note => note.Contains("No sample has moved in 2 steps", StringComparison.Ordinal) && note.Contains(advice, StringComparison.Ordinal));
        Assert.DoesNotContain(Advanced(Small().Start(), 2).Notes, note => note.Contains("has moved", StringComparison.Ordinal));
    }

    // Equal points, one point, and points that are nearly one: no sample leaves the finite numbers.
    [Theory, InlineData(0.0), InlineData(1e-160), InlineData(1e150)]
    public void Degenerate_pools_give_finite_samples_or_a_sentence(double spread)
    {
        ValueList<double> Point(int i) => [0.5 + i * spread, 0.5 - i * spread];
        foreach (var rows in new[] { 1, 6 })
        {
            try
            {
                var run = Advanced(new SynthesisExperiment(Data: new ListedPoints([.. Enumerable.Range(0, rows).Select(Point)]), Samples: 3,
                    Objective: new([new SynthesisTerm(new NtkGan.Kernels.NeuralKernel(), new GivenLambda(1))])).Start(), 2);
                Assert.True(run.Results()["x"].IsFinite());
                Assert.All(run.Measure(), value => Assert.True(value is null || double.IsFinite(value.Value)));
            }
            catch (Exception failure) when (failure is NumericalException or UsageException)
            {
                Assert.True(spread > 1, failure.Message);
            }
        }
    }

    [Fact]
    public void Points_start_and_stay_within_the_bounds()
    {
        foreach (var value in Advanced(Small(new Adam(5)).Start(), 3).Results()["x"].Values) Assert.InRange(value, 0, 1);
    }

    [Fact]
    public void A_foreign_checkpoint_is_refused()
    {
        var state = Small().Start().Save();
        Assert.Throws<InvalidDataFormatException>(() => Small(new Adam(0.02), replicas: 2).Start().Restore(0, state));
        Assert.Throws<InvalidDataFormatException>(() => Small().Start().Restore(0, new Dictionary<string, Matrix>()));
    }

    [Theory]
    [InlineData("samples=0", "samples")]
    [InlineData("pool=0", "pool")]
    [InlineData("objective.terms=[]", "at least one")]
    [InlineData("optimizer.kind=lbgfs", "lbfgs")]
    [InlineData("bounds={ lower: [1], upper: [0] }", "bounds")]
    [InlineData("lambda=3", "lambda")]
    public void Wrong_settings_are_refused_in_a_sentence(string setting, string word)
    {
        var refusal = Assert.Throws<UsageException>(() => Composition.Of("ga-ntk-8-gaussians", setting));
        Assert.Contains(word, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_an_iteration_left_undone_is_told()
    {
        var run = new SynthesisExperiment(Data: new GaussianRing(8, 0.4, 0.04, [0.5]), Pool: 12, HeldOut: 6, Samples: 8, Bounds: Bounds.Unit,
            Metrics: [new NtkGan.Metrics.SinkhornDivergence(Scaling: 0.3)]).Start();
        Assert.DoesNotContain(run.Notes, note => note.StartsWith("s: ", StringComparison.Ordinal));
        run.Measure();
        Assert.Contains(run.Notes, note => note.StartsWith("s: ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Presets))]
    public void Presets_are_read(string name) => Assert.IsType(name.StartsWith("ga-ntk-generator", StringComparison.Ordinal) || name == "ga-ntk-1d" ? typeof(ParticleFlowExperiment) : typeof(SynthesisExperiment), Composition.Of(name).Experiment);

    [Theory]
    [InlineData("ga-ntk-digits")]
    [InlineData("ga-ntk-8-gaussians")]
    [InlineData("ga-ntk-25-gaussians")]
    [InlineData("ga-ntk-batches")]
    public void Presets_with_data_of_ours_step(string name)
    {
        var run = Composition.Of(name, "pool=12", "held_out=4", "samples=8", "iterations=2", "objective.batching=whole").Experiment.Start();
        Assert.All(Advanced(run, 2).Measure(), value => Assert.True(value is { } number && double.IsFinite(number)));
    }
}
