#:project ../src/NtkGan.Plots/NtkGan.Plots.csproj

// A flow after 30 steps as a figure for a paper. Run: dotnet run samples/figure.cs -- flow.svg
using NtkGan.Data;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Plots;

var path = args.Length > 0 ? args[0] : "flow.svg";
var targets = new EightGaussians().Draw(100, CounterRandom.For(seed: 1, "targets"));
var flow = new GeneratorFlow(new NeuralKernel(), new Ipm(), new Exact(Time: 1), new ExplicitEuler(StepSize: 100));
var state = new FlowState(new Gaussian().Draw(50, CounterRandom.For(seed: 1, "source")));
for (var step = 0; step < 30; step++) state = flow.Advance(state, targets);

var (points, field) = (flow.Points(state), flow.Observe(flow.Points(state), targets));
new FlowFrame2D().Save(new FlowFrame("IPM", state.Step, state.Time, points, targets, field.Velocities,
    queries => [.. field.Discriminator.Values(queries).Select(f => flow.CostAt(f).Value)]), path);
Console.WriteLine($"{Path.GetFileName(path)} shows step {state.Step}");

// Prints:
// flow.svg shows step 30
