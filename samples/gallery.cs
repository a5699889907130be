#:project ../src/NtkGan.Plots/NtkGan.Plots.csproj

// Every kind of picture, drawn by few lines each: docs/gallery.md. Run: dotnet run samples/gallery.cs -- docs/images/gallery
using NtkGan;
using NtkGan.Data;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;

var folder = args.Length > 0 ? args[0] : "gallery";
var style = new PlotStyle("12.5 cm");
var drawn = 0;

void Save(PlotData data, string caption, Plot? asked = null)
{
    var plot = (asked ?? Plot.For(data)) with { Style = style };
    plot.SaveAll(data with { Caption = caption }, Path.Combine(folder, Catalog.NameOf(plot.GetType())), PictureFormat.Png, PictureFormat.Svg);
    drawn++;
}

// A frame of a flow, whatever its dimension: the first one sets the scale of all.
void Flow(DataSet source, DataSet target, int count, double stepSize, string caption)
{
    var targets = target.Draw(count, CounterRandom.For(seed: 1, "targets"));
    var flow = new GeneratorFlow(new NeuralKernel(), new Ipm(), new Exact(Time: 1), new ExplicitEuler(stepSize));
    var state = new FlowState(source.Draw(count, CounterRandom.For(seed: 1, "source")));
    var view = FlowView.Around(flow.Points(state), targets).ScaledTo(Frame(null));
    for (var step = 0; step < 5; step++) state = flow.Advance(state, targets);
    Save(Frame(view), caption);

    FlowFrame Frame(FlowView? shared)
    {
        var (points, field) = (flow.Points(state), flow.Observe(flow.Points(state), targets));
        return new("Particles under the IPM", state.Step, state.Time, points, targets, field.Velocities,
            queries => [.. field.Discriminator.Values(queries).Select(f => flow.CostAt(f).Value)], shared, target.Shape is { IsImage: true } image ? image : null);
    }
}

Flow(new Gaussian(), new EightGaussians(), 100, 100, "NTK of a ReLU network, n = 100 particles on 100 targets, seed 1");
Flow(new Gaussian(1), new Gaussian(1, Mean: [2], Deviation: 0.4), 100, 30, "NTK of a ReLU network, n = 100 particles on 100 targets, seed 1");
Flow(new Gaussian(5), new Gaussian(5, Mean: [3]), 100, 100, "NTK of a ReLU network in 5 dimensions, n = 100 particles on 100 targets, seed 1");
Flow(new Digits([3]), new Digits([8]), 36, 30, "NTK of a ReLU network, threes on their way to eights of 8 x 8 pixels, seed 1");

// Many particles as a photograph, drawn where it is asked for: noise, and the portrait that it is to become.
var (noise, portrait) = (new UniformCube(2).Draw(40_000, CounterRandom.For(seed: 1, "source")), new ImageDensity().Draw(40_000, CounterRandom.For(seed: 1, "targets")));
Save(new FlowFrame("Noise and a portrait", 0, 0, noise, portrait, new Matrix(40_000, 2), _ => []), "40,000 points of a uniform distribution and of the darkness of a picture, seed 1", new DensityImage());

// Images and the real rows nearest to each.
var digits = new Digits().Draw(400, CounterRandom.For(seed: 1, "digits"));
int[] first = [.. Enumerable.Range(0, 12)], rest = [.. Enumerable.Range(12, 388)];
var (samples, real) = (digits.Take(first), digits.Take(rest));
Save(new ImageNeighbours("Digits (framed) and those nearest to each among 388 others", samples, real, NearestNeighbours.Of(samples, real, 4), new(8, 8), new(-0.9995, 0.9995)),
    "digits of 8 x 8 pixels, Euclidean distance, seed 1");

// A kernel along a line.
var (line, anchors) = (Matrix.Column([.. Enumerable.Range(0, 121).Select(i => -3 + 0.05 * i)]), Matrix.Column(-1, 0.5));
var kernel = new NeuralKernel();
Save(new KernelLine("The NTK from two points", line.Values.ToArray(),
    [.. Enumerable.Range(0, 2).Select(a => new Curve($"p = {anchors[a, 0]}", kernel.Gram(line, anchors).Transpose().Row(a).ToArray()))], anchors.Values.ToArray()), "NTK of a ReLU network, 3 hidden layers");

// Where the isolated points model converges: as a map of kinds, and as the modulus of the leading eigenvalue.
MapAxis width = new("kernel width \u03c3", 0.05, 1), regularisation = new("regularisation \u03bb", 0.1, 10, IsLogarithmic: true);
var (kinds, moduli, complex) = (new Matrix(60, 80), new Matrix(60, 80), new Matrix(60, 80));
for (var i = 0; i < 60; i++)
    for (var j = 0; j < 80; j++)
    {
        var local = new LocalConvergence(0.05 + 0.95 * j / 79, 0.1 * Math.Pow(100, i / 59.0), DiscriminatorRate: 0.1, GeneratedMass: 0.8);
        (moduli[i, j], complex[i, j]) = (local.Rate, local.Oscillates ? 1 : 0);
        kinds[i, j] = local.Rate > 1 ? 2 : local.Oscillates ? 1 : 0;
    }

Save(new RegionMap("Regimes of one point on each side", width, regularisation, ["converges", "oscillates", "diverges"], kinds, []), "\u03b7 = 0.1, masses 1 and 0.8, simultaneous updates");
Save(new EigenvalueField("Leading eigenvalue of the linearised game", width, regularisation, "max |\u03c1|", [new("\u03b7 = 0.1", moduli, complex)]), "masses 1 and 0.8, simultaneous updates");

// The others, with the numbers that each plot brings as its example.
foreach (var plot in new Plot[] { new Spectrum(), new MetricCurves(), new MetricComparison(), new Adequacy1D(), new Adequacy2D(), new CurvePanels(), new FieldArrows(), new PathsOnLine(), new PathsInPlane() })
    Save(plot.Sample(), "made-up numbers");
Console.WriteLine($"{drawn} pictures");

// Prints:
// 18 pictures
