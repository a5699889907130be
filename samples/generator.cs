#:project ../src/NtkGan/NtkGan.csproj

// GA-NTK with a generator network: its weights descend one loss, the gradient passing through the discriminator's training. Run: dotnet run samples/generator.cs
using NtkGan.Architectures;
using NtkGan.Data;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Synthesis;

var targets = new GaussianRing(Components: 4, Radius: 1, Deviation: 0.1).Draw(64, CounterRandom.For(seed: 1, "targets"));
var latents = new Gaussian().Draw(64, CounterRandom.For(seed: 1, "latents"));
var (generator, parameters) = new NetworkGenerator(new Mlp(hiddenLayers: 2, width: 32, biasDeviation: 1)).Start(latents, dimension: 2, seed: 1);
var flow = new GeneratorFlow(new GaussianKernel(1), new Lsgan(), new Exact(Time: 20), new Adam(LearningRate: 0.01),
    generator: generator, gradient: new ThroughTraining(new CrossEntropy()));

var state = new FlowState(parameters);
for (var step = 0; step <= 200; step++, state = flow.Advance(state, targets))
{
    if (step % 100 != 0) continue;
    var distance = new EnergyDistance().Measure(new(flow.Points(state), targets)).Single();
    Console.WriteLine(FormattableString.Invariant($"step {step,3}: energy distance {distance.Value:F2}"));
}

// Prints:
// step   0: energy distance 0.42
// step 100: energy distance 0.03
// step 200: energy distance 0.01
