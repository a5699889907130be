#:project ../src/NtkGan/NtkGan.csproj

// Points of your own: noise flows onto a spiral, judged by the energy distance. Run: dotnet run samples/own-data.cs
using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;

const int count = 60;
var (targets, particles) = (new Matrix(count, 2), new Matrix(count, 2));
CounterRandom.For(seed: 1, "noise").FillNormal(particles.Values);
for (var i = 0; i < count; i++)
{
    var angle = 2 * Math.Tau * i / count;
    (targets[i, 0], targets[i, 1]) = (angle / 4 * Math.Cos(angle), angle / 4 * Math.Sin(angle));
}

var flow = new GeneratorFlow(new NeuralKernel(new Mlp(biasDeviation: 1)), new Ipm(), new Exact(Time: 1), new ExplicitEuler(StepSize: 60));
var state = new FlowState(particles);
for (var step = 0; step <= 200; step++, state = flow.Advance(state, targets))
{
    if (step % 100 != 0) continue;
    var distance = new EnergyDistance().Measure(new(flow.Points(state), targets)).Single();
    Console.WriteLine(FormattableString.Invariant($"step {step,3}: energy distance {distance.Value:F3}"));
}

// Prints:
// step   0: energy distance 0.058
// step 100: energy distance 0.003
// step 200: energy distance 0.002
