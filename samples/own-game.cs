#:project ../src/NtkGan/NtkGan.csproj

// What becomes of one generated point beside one true point, and why, for three kernel widths. Run: dotnet run samples/own-game.cs
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

foreach (var width in new[] { 0.1, 1, 5 })
{
    var game = new KernelGame(new GaussianKernel(width), DiscriminatorRate: 0.1, GeneratorRate: 0.01, Regularisation: 1);
    var prediction = StabilityPrediction.Of(new(game, new(Matrix.Column(0), [1]), new(Matrix.Column(0.1), [1])));
    Console.WriteLine(FormattableString.Invariant($"width {width}: {prediction.Regime}, {prediction.RatePerUpdate:F4} an update"));
}

// Prints:
// width 0.1: Oscillates, 0.9487 an update
// width 1: Converges, 0.9889 an update
// width 5: Converges, 0.9996 an update
