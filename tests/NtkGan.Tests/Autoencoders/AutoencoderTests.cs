using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Autoencoders;
using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Tests.Data;

namespace NtkGan.Tests.Autoencoders;

public sealed class AutoencoderTests : IDisposable
{
    private static readonly PointShape Image = new(8, 8);
    private static readonly DisplayRange Display = new(0, 1);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["dense", "convolutional", "latent images"];

    public static TheoryData<bool, string> Losses => new(from isSquared in new[] { true, false } from kind in new[] { "dense", "convolutional", "latent images" } select (isSquared, kind));

    public void Dispose() => _folder.Dispose();

    private static Autoencoder Of(string kind) => kind switch
    {
        "dense" => new(new Mlp([new Tanh()], 1, 7, biasDeviation: 1), new Mlp([new Tanh()], 1, 6, biasDeviation: 1), 3),
        "convolutional" => new(new ImageEncoder(new Tanh(), 2, 2), new ImageDecoder(new Tanh(), 2, 2, 2), 4),
        _ => new(new Composed([new NtkGan.Architectures.Layers.Convolution(3, 4, 4, BiasDeviation: 1)]), new Composed([new NtkGan.Architectures.Layers.TransposedConvolution(1, 4, 4, BiasDeviation: 1)]), 2, Normalized: false),
    };

    private static Matrix Points(int count)
    {
        var points = new Matrix(count, Image.Dimension);
        var random = CounterRandom.For(5, "autoencoder test");
        foreach (ref var value in points.Values) value = random.NextUniform();
        return points;
    }

    [Theory, MemberData(nameof(Losses))]
    public void Gradients_are_those_of_central_differences(bool isSquared, string kind)
    {
        ReconstructionLoss loss = isSquared ? new SquaredError() : new StructuralError();
        var points = Points(3);
        using var network = Of(kind).Draw(Image, 2);
        var (losses, gradient) = network.Evaluate(points, loss, Display);
        Assert.Equal(network.Losses(points, loss, Display), losses, (a, b) => Math.Abs(a - b) <= Close.Kernel);
        var parameters = network.Whole.Parameters.ToMatrix();
        CentralDifferences.Equal(parameters, at =>
        {
            network.Whole.Restore(at);
            return network.Losses(points, loss, Display).Average();
        }, gradient.ToMatrix());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_two_networks_in_series_are_the_one_that_is_trained(string kind)
    {
        var points = Points(4);
        using var network = Of(kind).Draw(Image, 2);
        Close.Relative(network.Whole.Forward(points), network.Decode(network.Encode(points)), Close.Gradient, scale: 1);
        var before = network.Encode(points);
        network.Whole.Parameters.Scale(0.5);
        Close.Relative(network.Whole.Forward(points), network.Decode(network.Encode(points)), Close.Gradient, scale: 1);
        Assert.NotEqual(before.Values.ToArray(), network.Encode(points).Values.ToArray());
        Assert.Equal((kind == "latent images" ? new PointShape(2, 2, 2) : new PointShape(kind == "dense" ? 3 : 4)), network.Latents);
    }

    [Fact]
    public void The_structural_error_is_0_of_the_same_image_and_that_of_one_window_by_hand()
    {
        var (one, other, slope) = (Points(2).Row(0).ToArray(), Points(2).Row(1).ToArray(), new double[Image.Dimension]);
        Close.Within(0, new StructuralError().Evaluate(one, one, Image, Display, slope), Close.Kernel);

        // Eight by eight pixels are fewer than eleven taps: one window, whose weights are those of eight taps.
        double[] along = [.. Enumerable.Range(0, 8).Select(t => Math.Exp(-Math.Pow((t - 3.5) / 1.5, 2) / 2))];
        double Mean(Func<int, double> value) => Enumerable.Range(0, 64).Sum(p => along[p / 8] * along[p % 8] * value(p)) / Math.Pow(along.Sum(), 2);
        var (mx, my) = (Mean(p => one[p]), Mean(p => other[p]));
        var (vx, vy, cov) = (Mean(p => one[p] * one[p]) - mx * mx, Mean(p => other[p] * other[p]) - my * my, Mean(p => one[p] * other[p]) - mx * my);
        var similarity = (2 * mx * my + 1e-4) * (2 * cov + 9e-4) / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4));
        Close.Within(1 - similarity + one.Zip(other, (x, y) => Math.Abs(x - y)).Average(), new StructuralError().Evaluate(one, other, Image, Display, slope), Close.Kernel);
        Refused.AsUsage(() => new StructuralError().Evaluate(one, other, new(64), Display, slope), "images");
    }

    [Fact]
    public void Normalised_latents_have_mean_0_and_variance_1_and_their_length_does_not_matter()
    {
        using var network = Of("dense").Draw(Image, 2);
        var latents = network.Encode(Points(4));
        for (var i = 0; i < latents.Rows; i++)
        {
            Close.Within(0, latents.Row(i).ToArray().Average(), Close.Kernel);
            Close.Within(1, latents.Row(i).ToArray().Average(z => z * z), Close.Solver); // the normalisation's own regulariser
        }

        var decoded = network.Decode(latents);
        foreach (ref var z in latents.Values) z *= 0.5;
        Close.Relative(decoded, network.Decode(latents), Close.Kernel, scale: 1);
    }

    [Fact]
    public void Networks_that_do_not_fit_are_refused() =>
        Refused.AsUsage(() => new Autoencoder(new ImageEncoder(width: 2), new ImageDecoder(side: 3, width: 2), 3).Draw(Image, 1), "12 x 12", "8 x 8");

    private static AutoencoderExperiment Small(int iterations = 6) => new(Seed: 3, Rows: 300, HeldOut: 20, Batch: 200, Iterations: iterations,
        Autoencoder: new(new Mlp(hiddenLayers: 1, width: 20), new Mlp(hiddenLayers: 1, width: 20), 4), Optimizer: new Adam(0.02));

    private static ExperimentRun Advanced(ExperimentRun run, int steps)
    {
        for (var i = 0; i < steps; i++) run.Advance();
        return run;
    }

    [Fact]
    public void A_run_lowers_its_loss_resumes_to_the_same_bits_and_does_not_depend_on_threads()
    {
        ExperimentRun whole, first, resumed;
        using (Workers.Limit(1)) whole = Advanced(Small().Start(), 5);
        using (Workers.Limit(2))
        {
            first = Advanced(Small().Start(), 2);
            resumed = Small().Start();
            resumed.Restore(first.Step, first.Save());
            Advanced(resumed, 3);
        }

        foreach (var (name, array) in whole.Save()) Assert.Equal(array.Values, resumed.Save()[name].Values);
        Assert.Equal(whole.Row(), resumed.Row());
        Assert.True(whole.Row()[0] < Small().Start().Row()[0]);
        Assert.Equal(20, whole.Frame()!.Particles.Rows);
    }

    [Fact]
    public void Latents_are_those_of_the_run_and_what_is_made_there_is_judged_as_images()
    {
        var settings = Small(200);
        var run = Advanced(settings.Start(), 200);
        run.Export(_folder[""]);
        var latents = new Latents(new Digits(), _folder[""], settings.Autoencoder);
        var originals = new Digits().Draw(300, CounterRandom.For(3, "target"));
        var drawn = latents.Draw(300, CounterRandom.For(3, "target"));
        Assert.Equal((300, 4), (drawn.Rows, drawn.Columns));
        Assert.Equal(latents.AsCoordinates(originals).Values.ToArray(), drawn.Values.ToArray());
        var returned = latents.AsWritten(drawn);
        Assert.All(returned.Values.ToArray(), value => Assert.InRange(value, latents.Original.Display!.Value.Black, latents.Original.Display!.Value.White));

        // What comes back is nearer to the rows than their mean is.
        double Error(Func<int, double> other) => Enumerable.Range(0, originals.Values.Length).Sum(k => Math.Pow(originals.Values[k] - other(k), 2));
        double[] mean = [.. Enumerable.Range(0, 64).Select(c => Enumerable.Range(0, 300).Average(i => originals[i, c]))];
        var values = returned.Values.ToArray();
        Assert.True(Error(k => values[k]) < 0.8 * Error(k => mean[k % 64]));

        var synthesis = new SynthesisExperiment(Data: latents, Pool: 40, HeldOut: 20, Samples: 9, Iterations: 2, Beginning: new NtkGan.Synthesis.GaussianStart()).Start();
        synthesis.Advance();
        Assert.All(synthesis.Measure(), value => Assert.True(value is not null));
        Assert.Equal((9, 64), (synthesis.Results()["x"].Rows, synthesis.Results()["x"].Columns));
        Assert.Equal((9, 4), (synthesis.Results()["coordinates"].Rows, synthesis.Results()["coordinates"].Columns));
        var frame = synthesis.Frame()!;
        frame.Check();
        Assert.Equal(64, frame.Dimension);
        Assert.Equal(9, frame.Landscape(frame.Particles).Length);
        Assert.Equal(new Digits().Draw(40, CounterRandom.For(1, "target")).Values.ToArray(), synthesis.Results()["y"].Values.ToArray());
    }

    [Fact]
    public void A_missing_or_other_autoencoder_is_refused()
    {
        Refused.AsUsage(() => _ = new Latents(new Digits(), _folder["none"]).Dimension, "none", "train one");
        Advanced(Small(0).Start(), 0).Export(_folder[""]);
        var failure = Assert.Throws<InvalidDataFormatException>(() => _ = new Latents(new Digits(), _folder[""]).Dimension);
        Assert.Contains("other networks", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generator_may_emit_latents()
    {
        Small(0).Start().Export(_folder[""]);
        var latents = new Latents(new Digits(), _folder[""], Small().Autoencoder);
        var run = new ParticleFlowExperiment(Source: new(new Gaussian(3), 12), Target: new(latents, 30), Flow: new(new Adam(0.01), ReferenceCount: null, Iterations: 1),
            Generator: new NtkGan.Generators.NetworkGenerator(new Mlp(hiddenLayers: 1, width: 8)), Metrics: [new NtkGan.Metrics.EnergyDistance(), new NtkGan.Metrics.ClassRecognition(Rows: 60, Calibration: 20)]).Start();
        run.Advance();
        Assert.All(run.Measure(), value => Assert.True(value is not null));
        Assert.Equal(64, run.Frame()!.Dimension);
        Assert.Equal(64, run.Results()["x"].Columns);
    }
}
