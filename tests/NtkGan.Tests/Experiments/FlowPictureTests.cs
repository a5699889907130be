using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Plots;

namespace NtkGan.Tests.Experiments;

public sealed class FlowPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_resumed_run_keeps_the_scale_of_its_first_picture()
    {
        var experiment = new ParticleFlowExperiment(Source: new(new Gaussian(), 8), Target: new(new EightGaussians(), 8), Flow: new(Iterations: 4), Metrics: [], Figure: new("6 cm", Dpi: 60));
        var whole = experiment.Start();
        whole.Draw(_folder["whole-0.png"]);
        whole.Advance();
        var saved = whole.Save();
        whole.Advance();
        whole.Draw(_folder["whole-2.png"]);
        var resumed = experiment.Start();
        resumed.Restore(1, saved);
        resumed.Advance();
        resumed.Draw(_folder["resumed-2.png"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole-2.png"]), File.ReadAllBytes(_folder["resumed-2.png"]));
    }

    [Fact]
    public void A_caption_names_the_loss_that_is_descended()
    {
        static string Caption(GameGradient gradient) => new ParticleFlowExperiment(Loss: new Lsgan(), Gradient: gradient, Training: new Exact(Time: 1)).Caption;
        Assert.Contains("loss lsgan, ", Caption(new Frozen()), StringComparison.Ordinal);
        Assert.Contains("loss lsgan through training, ", Caption(new ThroughTraining()), StringComparison.Ordinal);
        Assert.Contains("loss cross entropy of GA-NTK, ", Caption(new ThroughTraining(new NtkGan.Synthesis.CrossEntropy())), StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_name_what_is_not_as_usual()
    {
        var caption = new ParticleFlowExperiment(Seed: 7, Loss: new Lsgan(), Kernel: new NeuralKernel(Variant: KernelKind.Nngp)).Caption;
        Assert.Contains("kernel neural (variant nngp)", caption, StringComparison.Ordinal);
        Assert.Contains("loss lsgan", caption, StringComparison.Ordinal);
        Assert.EndsWith("seed 7", caption);
    }

    [Fact]
    public void Inner_settings_are_named_as_they_are_written()
    {
        Assert.Equal("fashion mnist (images (padding 2))", Brief.Of(new FashionMnist(Images: new(Padding: 2))));
        Assert.Equal("fashion mnist", Brief.Of(new FashionMnist()));
        Assert.Equal("mnist (path digits)", Brief.Of(new Mnist("/home/somebody/digits/")));
    }

    [Fact]
    public void Adequacy_shows_the_error_of_every_network()
    {
        var curves = new WidthCurves("", [0, 1], [new("4", [1, 2])], new("limit", [1, 1]), [], []);
        var picture = new AdequacyPicture(curves, new Dictionary<string, NtkGan.Numerics.Matrix>());
        Assert.Null(((WidthCurves)picture.With([new(4, 1, [1], null)]).Data).Errors);
        Assert.Equal([4, 8], ((WidthCurves)picture.With([new(4, 1, [1], null), new(8, .7, [.5, .9], .1)]).Data).Errors!.Select(error => error.Width));
    }
}
