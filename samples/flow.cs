#:project ../src/NtkGan/NtkGan.csproj

// Five particles flow onto five targets on a line; prints where they are. Run: dotnet run samples/flow.cs
using NtkGan.Architectures;
using NtkGan.Discriminators;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Losses;
using NtkGan.Movers;
using NtkGan.Numerics;

var particles = Matrix.Column(-1.8, -2.01, -1.2, -1.05, -0.45);
var targets = Matrix.Column(0.9, 1.5, 1.845, 1.98, 0.3);
var flow = new GeneratorFlow(
    new NeuralKernel(new Mlp(biasDeviation: 1)),
    new Ipm(),
    new Exact(Time: 1),
    new ExplicitEuler(StepSize: 5));

var state = new FlowState(particles);
for (var step = 0; step <= 200; step++)
{
    if (step % 40 == 0)
        Console.WriteLine($"step {step,3}: {string.Join("  ", flow.Points(state).Values.ToArray().Order().Select(x => x.ToString("F3")))}");
    state = flow.Advance(state, targets);
}

Console.WriteLine($"targets : {string.Join("  ", targets.Values.ToArray().Order().Select(x => x.ToString("F3")))}");
