#:project ../src/NtkGan.Plots/NtkGan.Plots.csproj

// Every kind of picture, drawn by few lines each: docs/gallery.md. Run: dotnet run samples/gallery.cs -- docs/images/gallery
using NtkGan;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Data;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;
using NtkGan.Synthesis;

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

// The same field at infinite width and of finite networks, and their errors.
var (near, far) = (Matrix.Column(-2, -1.8, -1.2), Matrix.Column(0.9, 1.5, 2));
FlowField Observed(Kernel of, Training training, ulong seed, Matrix points, Matrix targets) => new GeneratorFlow(of, new Ipm(), training, new ExplicitEuler(1), seed: seed).Observe(points, targets);
NeuralKernel Network(int neurons) => new(new Mlp(biasDeviation: 1, width: neurons));
var descent = new NetworkTraining(time: 1, new Sgd(0.05), antisymmetric: true, reset: true);
var ipm = new GeneratorFlow(kernel, new Ipm(), new Exact(Time: 1), new ExplicitEuler(1));
double[] Costs(FlowField field, Matrix queries) => [.. field.Discriminator.Values(queries).Select(f => ipm.CostAt(f).Value)];
var limit = Costs(Observed(Network(512), new Exact(Time: 1), 1, near, far), line);
double[] Finite(int neurons, ulong seed) => Costs(Observed(Network(neurons), descent, seed, near, far), line);
Save(new WidthCurves("Networks of three widths and their limit", line.Values.ToArray(), [.. new[] { 64, 256, 512 }.Select(w => new Curve($"{w}", Finite(w, 1)))], new("infinite width", limit), near.Values.ToArray(), far.Values.ToArray(),
    [.. new[] { 64, 256, 512 }.Select(w => new NetworkErrors(w, [.. Enumerable.Range(1, 6).Select(seed => Math.Sqrt(Finite(w, (ulong)seed).Zip(limit, (f, g) => (f - g) * (f - g)).Average()))]))]),
    "IPM, 20 steps of gradient descent, seeds 1 to 6");

double[] edge = [.. Enumerable.Range(0, 41).Select(i => -2 + 0.1 * i)];
var plane = new Matrix(41 * 41, 2, [.. edge.SelectMany(y => edge.SelectMany(x => new[] { x, y }))]);
Matrix left = Matrix.Of(new[,] { { -1, 0 }, { -0.8, 0.6 } }), right = Matrix.Of(new[,] { { 1, 0.5 }, { 0.9, -0.7 } });
Landscape Seen(string name, FlowField field) => new(name, new Matrix(41, 41, Costs(field, plane)), field.Velocities);
Save(new LandscapePair("A network of width 256 and its limit", edge, edge, Seen("width 256", Observed(Network(256), descent, 1, left, right)), Seen("infinite width", Observed(Network(256), new Exact(Time: 1), 1, left, right)), left, right),
    "IPM, 20 steps of gradient descent, seed 1");

// How one fake is drawn to one target, from everywhere.
var grid = new Matrix(81, 2, [.. Enumerable.Range(0, 81).SelectMany(i => new double[] { i % 9 - 4, i / 9 - 4 })]);
var aim = Matrix.Of(new[,] { { 1.0, 0.5 } });
FieldMap Field(string name, Loss loss, Kernel of)
{
    var (arrows, flow) = (new Matrix(81, 2), new GeneratorFlow(of, loss, new Exact(Time: 1), new ExplicitEuler(1)));
    for (var i = 0; i < 81; i++) flow.Observe(grid.Take([i]), aim).Velocities.Row(0).CopyTo(arrows.Row(i));
    return new(name, grid, arrows, aim, "velocity");
}

Save(Field("How one point is drawn to another", new Ipm(), kernel), "NTK of a ReLU network, IPM");

// Kernels and losses at once.
(string Name, Kernel Kernel)[] kernels = [("relu", new NeuralKernel(new Mlp(biasDeviation: 1))), ("relu-nobias", new NeuralKernel(new Mlp())), ("rbf", new GaussianKernel(2))];
Save(new FieldSheet("How one point is drawn to another", "speed", [.. new Loss[] { new Ipm(), new Lsgan() }.SelectMany(loss => kernels.Select(one => Field($"{Catalog.NameOf(loss.GetType())}-{one.Name}", loss, one.Kernel)))], Columns: 3),
    "networks of 3 hidden layers, Gaussian kernel of length 2, training time 1, one target");

// How several games draw the same points, on a line with their costs and in the plane.
DrawnGame Drawn(string name, GeneratorFlow flow, Matrix points, Matrix targets, Matrix? places = null)
{
    var field = flow.Observe(points, targets);
    if (places is null) return new(name, field.Velocities);
    var (values, slopes) = (new double[places.Rows], new Matrix(places.Rows, 1));
    field.Discriminator.Evaluate(places, values, slopes);
    var costs = values.Select(flow.CostAt).ToList();
    return new(name, field.Velocities, [.. costs.Select(cost => cost.Value)], [.. costs.Select((cost, i) => -cost.Slope * slopes[i, 0])]);
}

GeneratorFlow Playing(Loss loss, Training training, GeneratorCost cost = GeneratorCost.C, GameGradient? gradient = null, Kernel? of = null) => new(of ?? kernel, loss, training, new ExplicitEuler(1), cost: cost, gradient: gradient);
var (fakes, aims) = (new Gaussian(1, Mean: [-2], Deviation: 0.4).Draw(12, CounterRandom.For(seed: 1, "source")), new Gaussian(1, Mean: [2], Deviation: 0.4).Draw(12, CounterRandom.For(seed: 1, "targets")));
Save(new GradientSheet("How generated points are drawn", fakes, aims, [Drawn("minimax", Playing(new Vanilla(), new Ode(20), GeneratorCost.A), fakes, aims, line),
    Drawn("non-saturating", Playing(new Vanilla(), new Ode(20)), fakes, aims, line), Drawn("GA-NTK", Playing(new Ipm(), new Exact(1), gradient: new ThroughTraining(new CrossEntropy())), fakes, aims, line)], [.. line.Values]),
    "NTK of a ReLU network, n = 12 points on 12 targets, seed 1");

var (cloud, ring) = (new Gaussian(Deviation: 1.5).Draw(16, CounterRandom.For(seed: 1, "source")), new EightGaussians().Draw(16, CounterRandom.For(seed: 1, "targets")));
Save(new GradientSheet("How generated points are drawn", cloud, ring, [Drawn("held", Playing(new Lsgan(), new Exact(1)), cloud, ring), Drawn("Gaussian", Playing(new Lsgan(), new Exact(1), of: new GaussianKernel(2)), cloud, ring),
    Drawn("followed", Playing(new Lsgan(), new Exact(1), gradient: new ThroughTraining()), cloud, ring)]), "LSGAN, n = 16 points on 16 targets, seed 1: a ReLU network that is held, a Gaussian kernel, and the network with its training followed");

// Eigenvalues of Gram matrices: of points on a circle, under kernels that know no direction, they are the Fourier transform of a row.
var circle = new Matrix(128, 2, [.. Enumerable.Range(0, 128).SelectMany(i => new[] { Math.Cos(Math.Tau * i / 128), Math.Sin(Math.Tau * i / 128) })]);
Curve Eigenvalues(string name, Kernel of)
{
    var row = of.Gram(circle.Take([0]), circle).Values.ToArray();
    return new(name, [.. Enumerable.Range(0, 128).Select(k => row.Select((value, j) => value * Math.Cos(Math.Tau * (j * k % 128) / 128)).Sum()).OrderDescending()]);
}

Save(new EigenvalueList("Eigenvalues of Gram matrices", [Eigenvalues("NTK of a ReLU network", Network(512)), Eigenvalues("Laplace kernel", new LaplaceKernel())]), "128 points on a circle");

// Metrics of runs.
MetricTable Played(string name, Kernel kernel, Loss loss, double stepSize)
{
    Matrix goal = new EightGaussians().Draw(60, CounterRandom.For(seed: 1, "targets"));
    var flow = new GeneratorFlow(kernel, loss, new Exact(Time: 1), new ExplicitEuler(stepSize));
    var (state, rows) = (new FlowState(new Gaussian().Draw(60, CounterRandom.For(seed: 1, "source"))), new List<double[]>());
    for (var step = 0; step <= 40; step++, state = flow.Advance(state, goal))
        rows.Add([step, flow.Observe(flow.Points(state), goal).Cost, new EnergyDistance().Measure(new(flow.Points(state), goal))[0].Value]);
    return new(name, ["step", "generator's loss lg", "energy distance e"], [.. rows.Select(row => (ValueList<double>)[.. row])]);
}

var relu = kernels[0].Kernel;
MetricTable[] runs = [Played("flow-ipm", relu, new Ipm(), 60), Played("flow-lsgan", relu, new Lsgan(), 30)];
Save(runs[0] with { Title = "Metrics of a run" }, "IPM, n = 60 particles on 60 targets, eight Gaussians, seed 1");
Save(new MetricRuns("Two losses", [.. runs]), "n = 60 particles on 60 targets, eight Gaussians, seed 1");

(string Name, Kernel Kernel)[] four = [.. kernels, ("erf", new NeuralKernel(new Mlp([new Erf()])))];
(string Name, Loss Loss, double Step)[] losses = [("ipm", new Ipm(), 60), ("lsgan", new Lsgan(), 30)];
var all = losses.SelectMany(_ => four, (l, k) => (Place: new CurvePlace(l.Name, k.Name), Table: Played($"{l.Name}-{k.Name}", k.Kernel, l.Loss, l.Step))).ToList();
Save(new MetricRuns("Two losses, four kernels", [.. all.Select(one => one.Table)], [.. all.Select(one => one.Place)]), "n = 60 particles on 60 targets, eight Gaussians, seed 1");

// A game of points under a kernel, on a line and in the plane.
(List<double> Times, List<Matrix> Positions) Game(Matrix real, Matrix start, double length, double decay)
{
    var game = new KernelDescentAscent(new(new(new GaussianKernel(length), 0.1, 0.1, decay), WeightedPoints.Uniform(real), WeightedPoints.Uniform(start)));
    var (times, positions) = (new List<double>(), new List<Matrix>());
    for (; game.Updates <= 1000; game.Advance(10)) (times, positions) = ([.. times, game.Updates], [.. positions, game.Generated]);
    return (times, positions);
}

foreach (var (truth, beginning) in new[] { (Matrix.Column(-1, 1), Matrix.Column(-0.7, 1.3)), (Matrix.Of(new[,] { { -1.0, 0 }, { 1, 0 } }), Matrix.Of(new[,] { { -0.7, 0.3 }, { 1.2, 0.4 } })) })
{
    var (times, positions) = Game(truth, beginning, 0.6, 0.2);
    Save(new PointPaths("Two points on their way to two", truth, [1, 1], times.ToArray(), [.. positions]), "Gaussian kernel, length 0.6, \u03b7 = 0.1, \u03bb = 0.2");
}

Save(new CurveSheet("How far a point is from its true point", "update", "distance", [.. new[] { 0.1, 1 }.Select(decay => new CurvePanel($"\u03bb = {decay}", [.. new[] { 0.5, 1 }.Select((length, colour) =>
{
    var (times, positions) = Game(Matrix.Column(0), Matrix.Column(0.3), length, decay);
    return new PlacedCurve($"\u03c3 = {length}", times.ToArray(), [.. positions.Select(points => Math.Abs(points[0, 0]))], colour);
})]))]), "one point on each side, Gaussian kernel, \u03b7 = 0.1");

Console.WriteLine($"{drawn} pictures");

// Prints:
// 22 pictures
