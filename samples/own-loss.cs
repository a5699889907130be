#:project ../src/NtkGan/NtkGan.csproj

// A loss of your own in a flow: the discriminator's exponential loss. Run: dotnet run samples/own-loss.cs
using NtkGan.Discriminators;
using NtkGan.Generators;
using NtkGan.Kernels.Radial;
using NtkGan.Losses;
using NtkGan.Numerics;

var targets = Matrix.Column(1, 1.5, 2);
var flow = new GeneratorFlow(new GaussianKernel(1), new Exponential(), new Ode(Time: 0.5), new ExplicitEuler(StepSize: 0.3));
var state = new FlowState(Matrix.Column(-1, 0, 0.5));
for (var step = 0; step < 100; step++) state = flow.Advance(state, targets);
Console.WriteLine($"points {string.Join("  ", flow.Points(state).Values.ToArray().Order().Select(x => FormattableString.Invariant($"{x:F2}")))}");

/// <summary>L_D = mean e^f(fakes) + mean e^-f(targets); the generator's cost is -f. Slopes are exact, by the number type.</summary>
public sealed record Exponential : Loss
{
    public override T Fake<T>(T f) => -T.Exp(f);

    public override T Target<T>(T f) => T.Exp(-f);

    public override T Generator<T>(T f) => -f;
}
