using System.Globalization;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Numerics;
using NtkGan.Tests.Cli;

namespace NtkGan.Tests.Experiments.Stability;

/// <summary>Every number of every experiment about stability, set to extremes: a sentence or finite results, and no NaN that no note explains.</summary>
public sealed class ExtremeSettingsTests
{
    private static readonly string[] Extremes = ["1e-300", "1e-160", "1e-30", "0", "1e30", "1e160", "1e300", "-1", "2147483647"];

    private static readonly Dictionary<string, string[]> Bases = new()
    {
        ["simulation"] = ["kind=stability_simulation", "updates=12", "log={every: 1, frames_every: 0, checkpoint_every: 100}", "real={data: {kind: listed, points: [[0]]}}", "generated={data: {kind: listed, points: [[0.2]]}, masses: {kind: uniform, total: 1}}",
            "models=[linear, second_moment]"],
        ["pair"] = ["kind=stability_simulation", "updates=12", "log={every: 1, frames_every: 0, checkpoint_every: 100}", "generated={data: {kind: listed, points: [[-0.9], [1.1]]}, masses: {kind: uniform, total: 1}}", "game.regularisation=0",
            "kick={size: 0.001, update: 1, every: 2}"],
        ["atlas"] = ["kind=stability_atlas", "updates=16", "records=8", "batch=2", "x={parameter: width, from: 0.1, to: 1, count: 3, simulations: 2}", "y={parameter: mass, from: 0.5, to: 2, count: 3, simulations: 2}"],
        ["eigenvalues"] = ["kind=eigenvalue_map", "width={from: 0.1, to: 1, count: 3}", "regularisation={from: 0.1, to: 1, count: 3}", "rates=[0.1]"],
        ["bound"] = ["kind=second_moment_bound", "steps=50", "piecewise_epsilons=5", "epsilons=[0.5, 0.1]"],
    };

    public static TheoryData<string> Names => [.. Bases.Keys];

    // Long runs are no extremes, and have tests of their own.
    private static IEnumerable<string> Words(string name) => from path in Numbers(RecordWriter.Write(Composition.Of(Bases[name]).Experiment), "")
                                                             where path is not ("updates" or "steps" or "piecewise_epsilons" or "trials" or "records" or "seed") && !path.StartsWith("log.", StringComparison.Ordinal) && !path.EndsWith("count", StringComparison.Ordinal) && !path.EndsWith("simulations", StringComparison.Ordinal) && !path.EndsWith("discriminator_steps", StringComparison.Ordinal)
                                                             from value in Extremes
                                                             select $"{path}={value}";

    private static IEnumerable<string> Numbers(Node node, string path) => node switch
    {
        MappingNode mapping => mapping.Entries.SelectMany(entry => Numbers(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
        ScalarNode scalar when double.TryParse(scalar.Text, CultureInfo.InvariantCulture, out _) => [path],
        _ => [],
    };

    private static string[] Far(string name) => name is "simulation" or "pair" or "atlas" ?
        ["real.data.points=[[1e200]]", "generated.data.points=[[1e200]]", "generated.data.points=[[1e-300]]", "generated.masses={kind: listed, masses: [1e300]}", "game.kernel={kind: rational_quadratic, length: 1e-200}"]
        : name == "eigenvalues" ? ["width={from: 1e-300, to: 1e300, count: 5}", "regularisation={from: 1e-300, to: 1e300, count: 5, scale: logarithmic}", "rates=[1e-300, 1e300]"] : ["epsilons=[1e-300, 1e300]"];

    [Theory, MemberData(nameof(Names))]
    public void Runs_end_with_a_sentence_or_with_results_that_are_numbers(string name)
    {
        using var limit = Workers.Limit(1);
        var kept = 0;
        foreach (var word in Words(name).Concat(Far(name)))
        {
            try
            {
                var run = Composition.Of([.. Bases[name], word]).Experiment.Start();
                while (run.Step < run.LastStep) run.Advance();
                kept++;
                Assert.DoesNotContain(run.Measure(), value => value is { } number && double.IsNaN(number));
                Assert.DoesNotContain(run.Notes, note => note.Contains("NaN", StringComparison.Ordinal) && !note.Contains("not available", StringComparison.Ordinal));
                Assert.True(run.Notes.Count < 12, word);
                foreach (var (array, matrix) in run.Results())
                    Assert.True(!matrix.Values.ToArray().Any(double.IsNaN) || run.Notes.Any(note => note.Contains("not available", StringComparison.Ordinal)), $"{word}: {array}");
            }
            catch (Exception failure) when (failure is UsageException or InvalidDataFormatException or NumericalException)
            {
                Assert.True(failure.Message.Length is > 10 and < 500 && !failure.Message.Contains('\n', StringComparison.Ordinal), $"{word}: {failure.Message}");
                Assert.DoesNotContain("NaN of", failure.Message);
            }
            catch (Exception failure)
            {
                Assert.Fail($"{word}: {failure}");
            }
        }

        Assert.True(kept > 5);
    }

    [Theory, InlineData("simulation"), InlineData("pair"), InlineData("atlas")]
    public void Predictions_are_sentences_without_NaN(string name)
    {
        foreach (var word in Words(name).Where(word => word.StartsWith("game", StringComparison.Ordinal) || word.StartsWith("generated", StringComparison.Ordinal) || word.StartsWith("real", StringComparison.Ordinal)).Concat(Far(name)))
        {
            foreach (var json in new[] { false, true })
            {
                string[] words = [.. Bases[name].Where(setting => !setting.StartsWith("models", StringComparison.Ordinal)), word, "--threads", "1", "--quiet"];
                var (code, output, error) = CommandLine.Run(["stability", "predict", .. words, .. json ? ["--json"] : Array.Empty<string>()]);
                Assert.True(code is 0 or 2 or 3 or 4, $"{word}: {error}");
                Assert.Equal(code == 0, error.Length == 0);
                Assert.False(output.Contains("NaN", StringComparison.Ordinal) || output.Contains('∞') || (!json && output.Contains("Infinity", StringComparison.Ordinal)), $"{word}: {output}");
                Assert.True(error.Length < 500 && !error.Contains("unexpected", StringComparison.OrdinalIgnoreCase), $"{word}: {error}");
            }
        }
    }

    [Theory]
    [InlineData("x.count=100000", "kind=stability_atlas", "x.count=100000", "y.count=100000")]
    [InlineData("GiB", "kind=stability_atlas", "x.simulations=100000", "y.simulations=100000")]
    [InlineData("GiB", "kind=stability_atlas", "records=2147483647", "updates=2147483647")]
    [InlineData("GiB", "kind=eigenvalue_map", "width.count=100000", "regularisation.count=100000")]
    [InlineData("GiB", "kind=eigenvalue_map", "width.count=2147483647", "regularisation.count=2147483647")]
    [InlineData("GiB", "kind=second_moment_bound", "steps=2147483647")]
    [InlineData("GiB", "kind=second_moment_bound", "piecewise_epsilons=2147483647")]
    [InlineData("GiB", "kind=stability_simulation", "updates=2147483647")]
    [InlineData("GiB", "kind=stability_simulation", "updates=2147483647", "log.every=1", "history=bounded")]
    [InlineData("copies", "kind=stability_simulation", "generated.centred=true")]
    public void Too_much_is_refused_with_its_size_before_anything_is_made(string part, params string[] words)
    {
        var failure = Assert.Throws<UsageException>(() => Composition.Of(words).Experiment.Start());
        Assert.DoesNotContain('\n', failure.Message);
        Assert.True(failure.Message.Contains(part.Split('=')[0], StringComparison.Ordinal), failure.Message);
    }

    [Theory, InlineData("stability_simulation"), InlineData("stability_atlas"), InlineData("eigenvalue_map"), InlineData("second_moment_bound")]
    public void A_picture_that_would_not_be_drawn_is_refused(string kind)
    {
        void Compose() => Composition.Of([$"kind={kind}", "log.frame=flow_frame_images"]);
        Assert.Contains("frame has no effect", Assert.Throws<UsageException>(Compose).Message);
    }

    // The linear model leaves the finite numbers, the game does not: one note, and NaN from there on.
    [Theory, InlineData("0.05"), InlineData("0.05, 0.06")]
    public void A_model_that_overflows_gets_one_note_whether_one_game_or_several(string regularisations)
    {
        var run = Composition.Of(["two_point", "updates=150", "models=[linear]", "log.every=1", "vary.kernels=[{kind: gaussian, length: 1}]", "vary.rates=[{discriminator: 1, generator: 100}]", $"vary.regularisations=[{regularisations}]"]).Experiment.Start();
        while (run.Step < run.LastStep)
        {
            run.Advance();
            Assert.DoesNotContain(run.Measure(), value => value is { } number && !double.IsFinite(number));
        }

        var notes = run.Notes.Where(note => note.Contains("linear model overflows at update", StringComparison.Ordinal)).ToList();
        Assert.Equal(regularisations.Split(',').Length, notes.Count);
        foreach (var series in run.Results().Where(array => array.Key.StartsWith("series", StringComparison.Ordinal)).Select(array => array.Value))
        {
            var first = Enumerable.Range(0, series.Rows).First(row => double.IsNaN(series[row, 4]));
            Assert.Contains(notes, note => note.Contains(FormattableString.Invariant($"at update {series[first, 0]};"), StringComparison.Ordinal));
        }
    }
}
