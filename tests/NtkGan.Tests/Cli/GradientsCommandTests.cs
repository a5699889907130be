using System.Text.Json;
using NtkGan.Data.Files;
using NtkGan.Experiments;
using NtkGan.Numerics;

namespace NtkGan.Tests.Cli;

public sealed class GradientsCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private JsonElement[] Games(params string[] words)
    {
        var (code, output, error) = CommandLine.Run(["gradients", .. words, "--json", "--quiet", "--force", "--threads", "1", "--out", _line["g"]]);
        Assert.True(code == 0, error);
        return [.. JsonDocument.Parse(output).RootElement.GetProperty("games").EnumerateArray()];
    }

    private static double Number(JsonElement game, string key) => game.GetProperty(key).GetDouble();

    private Matrix Array(string name)
    {
        var array = NumpyArchive.Read(_line["g.npz"], name);
        return new Matrix(array.Shape[0], array.Shape[1], array.Values.ToArray());
    }

    [Fact]
    public void Under_ipm_a_discriminator_that_is_held_hides_half_of_what_fakes_do_to_each_other()
    {
        // C = t (mean k(x, x') - mean k(x, y)): by hand, as two pullbacks. Held, the first argument of k(x, x') alone moves.
        var games = Games("perspective", "ipm", "alternating,through-training", "source.count=9", "target.count=7");
        Assert.Equal(["perspective-ipm-alternating", "perspective-ipm-through-training"], games.Select(game => game.GetProperty("name").GetString()));
        var experiment = (ParticleFlowExperiment)Composition.Of("perspective", "ipm").Experiment;
        Matrix x = Array("inputs"), y = Array("targets");
        Matrix Constant(int columns, double value) => new(9, columns, [.. Enumerable.Repeat(value, 9 * columns)]);
        var kernel = experiment.Kernel.For(new PointShape(2));
        var (apart, together) = (kernel.Pullback(x, x, Constant(9, -1 / 9.0)), kernel.Pullback(x, y, Constant(7, 1 / 7.0)));
        var (held, through) = (together.Clone(), together.Clone());
        DotProduct.Add(1, apart.Values, held.Values);
        DotProduct.Add(2, apart.Values, through.Values);
        Close.Relative(held, Array("velocities_1"), Close.Gradient);
        Close.Relative(through, Array("velocities_2"), Close.Gradient);
        var cosine = DotProduct.Of(held.Values, through.Values) / Math.Sqrt(DotProduct.Of(held.Values, held.Values) * DotProduct.Of(through.Values, through.Values));
        Close.Relative(cosine, Number(games[1], "cosine"), Close.Gradient);
        Close.Relative(Enumerable.Range(0, 9).Average(i => Math.Sqrt(DotProduct.Of(through.Row(i), through.Row(i)))), Number(games[1], "mean_length"), Close.Gradient);
        Assert.InRange(cosine, -1, 0.999);
        foreach (var ending in new[] { ".png", ".svg", ".pdf" }) Assert.True(new FileInfo(_line["g"] + ending).Length > 1000);
    }

    [Fact]
    public void One_loss_and_several_architectures_are_several_gradients_and_without_any_there_is_none()
    {
        // Trained for so long, each discriminator tells fakes from targets as well as it can: -1 on fakes, so that c = f^2 is 1.
        var games = Games("perspective", "relu,rbf,no-architecture", "source.count=12", "target.count=12", "training.time=1e4");
        Assert.All(games, game => Assert.InRange(Number(game, "cost"), 0.9, 1.001));
        Assert.InRange(Number(games[1], "cosine"), -0.95, 0.95);
        Assert.True(Number(games[0], "mean_length") > 0.1);
        Assert.Equal(0, Number(games[2], "largest_length"));
        Assert.Equal(JsonValueKind.Null, games[2].GetProperty("cosine").ValueKind);
    }

    [Fact]
    public void A_discriminator_trained_long_leaves_the_minimax_generator_without_a_gradient_and_that_of_ga_ntk_does_not()
    {
        var games = Games("gan-1d-minimax,gan-1d,ga-ntk-1d", "source.count=8", "target.count=8");
        var lengths = games.Select(game => Number(game, "mean_length")).ToList();
        Assert.True(lengths[0] < 1e-4, $"{lengths[0]}");
        Assert.True(lengths[1] > 1, $"{lengths[1]}");
        Assert.True(lengths[2] > 0.01, $"{lengths[2]}");
        // The curve is the descent of a single point wherever it is, and the generated points lie on it.
        Matrix line = Array("line"), cost = Array("cost_2"), drive = Array("drive_2");
        for (var k = 1; k < 399; k++)
        {
            // Where no kink is near.
            if (Math.Abs(drive[k + 1, 0] - drive[k - 1, 0]) < 1e-3)
                Close.Relative(-(cost[k + 1, 0] - cost[k - 1, 0]) / (line[k + 1, 0] - line[k - 1, 0]), drive[k, 0], Close.ThreeDigits, 1);
        }
    }

    [Fact]
    public void Points_of_more_coordinates_have_numbers_and_no_picture()
    {
        var (code, output, error) = CommandLine.Run("gradients", "perspective", "ipm,lsgan", "source.count=5", "source.data.dimension=3", "target={data: {kind: gaussian, dimension: 3}, count: 4}", "--quiet", "--out", _line["g"]);
        Assert.True(code == 0, error);
        Assert.Contains("perspective-lsgan", output);
        Assert.False(File.Exists(_line["g.png"]));
        Assert.Equal((5, 3), (Array("velocities_2").Rows, Array("velocities_2").Columns));
    }

    [Theory]
    [InlineData("other points", "perspective,eight-gaussians")]
    [InlineData("particle_flow", "perspective,ga-ntk-digits")]
    [InlineData("at most", "relu,rbf,sigmoid", "ipm,lsgan,hinge", "ab,density,eight-modes")]
    public void Refuses_in_one_sentence_what_cannot_be_compared(string why, params string[] words)
    {
        var (code, _, error) = CommandLine.Run(["gradients", .. words, "--out", _line["g"]]);
        Assert.Equal(2, code);
        Assert.Contains(why, error);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(_line["g.npz"]));
    }

    [Fact]
    public void Leaves_files_alone()
    {
        File.WriteAllText(_line["g.svg"], "mine");
        Assert.Equal(2, CommandLine.Run("gradients", "perspective", "--out", _line["g"]).Code);
        Assert.Equal("mine", File.ReadAllText(_line["g.svg"]));
    }
}
