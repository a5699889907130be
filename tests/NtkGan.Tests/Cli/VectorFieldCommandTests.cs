using NtkGan.Data.Files;

namespace NtkGan.Tests.Cli;

public sealed class VectorFieldCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private ReadOnlySpan<double> Velocity(string preset, int point, params string[] more)
    {
        // On a grid of 5 x 5 over [-2, 2] x [0, 2], point 4 * 5 + 4 is (2, 2) and point 2 * 5 + 2 is (0, 1).
        var path = _line[preset];
        var (code, output, error) = CommandLine.Run(["vector-field", "ipm", preset, "--grid", "5", "--out", path, "--force", .. more]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(".png", output);
        foreach (var ending in new[] { ".png", ".svg", ".pdf" }) Assert.True(new FileInfo(path + ending).Length > 1000);
        var velocities = NumpyArchive.Read($"{path}.npz", "velocities");
        return velocities.Values.Slice(point * velocities.Shape[1], velocities.Shape[1]);
    }

    [Fact]
    public void Golden_arrows_of_the_papers_kernels()
    {
        Close.Relative([-.3268132235, -.5420384176], Velocity("relu", 24), Close.Solver);
        Close.Relative([.2377185063, -.2822434408], Velocity("relu", 12), Close.Solver);
        Close.Relative([-.3094849502, -.4931152565], Velocity("relu_nobias", 24), Close.Solver);
        Close.Relative([-.1432523984, -.2865047969], Velocity("rbf", 24), Close.Solver);
    }

    [Fact]
    public void A_training_that_ends_early_is_told()
    {
        string Told(params string[] words) => CommandLine.Run([.. words, "relu", "vanilla", "training={kind: ode, time: 3, maximum_steps: 3}", "--out", _line[words[0]]]).Error;
        Assert.Contains("the limit of 3 steps was reached", Told("vector-field", "--grid", "2"));
        Assert.Contains("(4 times, first at training 1", Told("vector-field", "--grid", "2", "--force"));
        Assert.Contains("the limit of 3 steps was reached", Told("gradients", "eight-modes", "source.count=3", "target.count=3"));
    }

    [Fact]
    public void Words_with_commas_make_panels_of_the_same_fields_in_one_picture()
    {
        var (code, _, error) = CommandLine.Run("vector-field", "ipm,lsgan", "relu,rbf", "--grid", "5", "--out", _line["panels"]);
        Assert.Equal((0, ""), (code, error));
        foreach (var ending in new[] { ".png", ".svg", ".pdf" }) Assert.True(new FileInfo(_line["panels"] + ending).Length > 1000);
        Assert.Equal(12, NumpyArchive.Names(_line["panels.npz"]).Count);
        Close.Relative([-.1432523984, -.2865047969], NumpyArchive.Read(_line["panels.npz"], "ipm-rbf_velocities").Values.Slice(2 * 24, 2), Close.Solver);

        // The headings of the four panels.
        var drawing = File.ReadAllText(_line["panels.svg"]);
        Assert.All(new[] { "ipm-relu", "ipm-rbf", "lsgan-relu", "lsgan-rbf" }, heading => Assert.Contains(heading, drawing));
        Assert.Equal(2, CommandLine.Run("vector-field", "ipm,lsgan", "gau", "--out", _line["none"]).Code);
    }

    [Fact]
    public void A_path_that_names_one_of_the_files_names_all()
    {
        Assert.Equal(0, CommandLine.Run("vector-field", "rbf", "--grid", "2", "--out", _line["a.png"]).Code);
        Assert.Equal(["a.npz", "a.pdf", "a.png", "a.svg"], Directory.GetFiles(_line["."]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void In_more_dimensions_the_field_stays_in_the_plane_of_the_grid()
    {
        var velocity = Velocity("sigmoid", 24, "--dimension", "5", "loss.kind=lsgan");
        Assert.Equal(5, velocity.Length);
        Assert.NotEqual(0, velocity[1]);
        Assert.Equal([0, 0, 0], velocity[2..]);
    }

    [Fact]
    public void Refuses_to_replace_files_and_grids_that_are_none()
    {
        File.WriteAllText(_line["a.svg"], "mine");
        Assert.Equal(2, CommandLine.Run("vector-field", "--out", _line["a"]).Code);
        Assert.Equal("mine", File.ReadAllText(_line["a.svg"]));
        Assert.Equal(2, CommandLine.Run("vector-field", "--grid", "1", "--out", _line["b"]).Code);
        Assert.Equal(2, CommandLine.Run("vector-field", "--dimension", "1", "--out", _line["b"]).Code);
    }
}
