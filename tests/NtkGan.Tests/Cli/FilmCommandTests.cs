using System.Buffers.Binary;
using NtkGan.Plots;
using NtkGan.Tests.Plots;
using SkiaSharp;

namespace NtkGan.Tests.Cli;

public sealed class FilmCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void A_run_is_filmed_afterwards_in_the_figure_that_it_was_given()
    {
        Assert.Equal(0, CommandLine.Run(["run", .. CommandLine.Small, "flow.iterations=3", "log.frames_every=1", "--figure", "6 cm, 100dpi, 7pt, print", "--out", _line["run"]]).Code);
        var frames = Directory.GetFiles(_line["run/frames"], "*.png").Order().ToList();
        Assert.Equal(4, frames.Count);
        var resolution = PngChunks.Of(File.ReadAllBytes(frames[0])).Single(chunk => chunk.Name == "pHYs").Content;
        Assert.Equal(3937, BinaryPrimitives.ReadInt32BigEndian(resolution)); // 100 / 0.0254
        Assert.All(["frames/00000003.svg", "frames/00000003.pdf", "metrics.png", "metrics.svg", "metrics.pdf"], (string name) => Assert.True(File.Exists(_line[$"run/{name}"]), name));
        Assert.Contains("theme: print", File.ReadAllText(_line["run/config.yaml"]), StringComparison.Ordinal);
        var caption = string.Join(' ', new SvgTexts(File.ReadAllBytes(_line["run/frames/00000003.svg"])).All.Select(text => text.Words));
        Assert.Contains("loss ipm", caption, StringComparison.Ordinal);
        Assert.Contains("seed 1", caption, StringComparison.Ordinal);

        var (code, output, _) = CommandLine.Run("film", _line["run"], "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"pictures\": 4", output, StringComparison.Ordinal);
        using var codec = SKCodec.Create(_line["run/film.gif"]);
        Assert.Equal(4, codec.FrameCount);
        Assert.Equal(new Pixels(File.ReadAllBytes(frames[0])).Width, codec.Info.Width);
        var control = PngChunks.Of(File.ReadAllBytes(_line["run/film.apng"])).Single(chunk => chunk.Name == "acTL").Content;
        Assert.Equal(4, BinaryPrimitives.ReadInt32BigEndian(control));
        Assert.Equal(2, CommandLine.Run("film", _line["run"]).Code); // nothing is overwritten
        Assert.Equal(0, CommandLine.Run("film", _line["run"], "--force", "--out", _line["elsewhere.gif"]).Code);
        Assert.True(File.Exists(_line["elsewhere.apng"]));
    }

    [Fact]
    public void What_cannot_be_filmed_is_refused_with_a_sentence()
    {
        Assert.Equal(0, CommandLine.Run(["run", .. CommandLine.Small, "log.frames_every=0", "--out", _line["run"]]).Code);
        var (code, _, error) = CommandLine.Run("film", _line["run"]);
        Assert.Equal(2, code);
        Assert.Contains("log.frames_every=N", error, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("film", _line["nowhere"]).Code);
        Assert.Contains("figure", CommandLine.Run(["run", .. CommandLine.Small, "--figure", "8 ells", "--out", _line["b"]]).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_line["b"]));
    }
}
