#:project ../src/NtkGan/NtkGan.csproj

// Five particles flow onto five targets on a line; prints where they are. Run: dotnet run samples/flow.cs
using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
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

// Prints:
// step   0: -2.010  -1.800  -1.200  -1.050  -0.450
// step  40: 0.330  0.884  1.522  1.860  1.962
// step  80: 0.330  0.875  1.527  1.866  1.961
// step 120: 0.331  0.872  1.529  1.869  1.957
// step 160: 0.331  0.870  1.531  1.871  1.954
// step 200: 0.332  0.870  1.532  1.874  1.951
// targets : 0.300  0.900  1.500  1.845  1.980
