#:project ../src/NtkGan/NtkGan.csproj

// A loss of your own in a flow: the discriminator's exponential loss. Run: dotnet run samples/own-loss.cs
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;

var targets = Matrix.Column(1, 1.5, 2);
var flow = new GeneratorFlow(new GaussianKernel(2), new Exponential(), new Ode(Time: 1), new ExplicitEuler(StepSize: 1));
var state = new FlowState(Matrix.Column(-1, 0, 0.5));
for (var step = 0; step < 200; step++) state = flow.Advance(state, targets);
Console.WriteLine($"points {string.Join("  ", flow.Points(state).Values.ToArray().Order().Select(x => FormattableString.Invariant($"{x:F2}")))}");

/// <summary>L_D = mean e^f(fakes) + mean e^-f(targets); the generator's cost is -f. Slopes are exact, by the number type.</summary>
public sealed record Exponential : Loss
{
    public override T Fake<T>(T f) => -T.Exp(f);

    public override T Target<T>(T f) => T.Exp(-f);

    public override T Generator<T>(T f) => -f;
}

// Prints:
// points 0.82  1.75  1.90
