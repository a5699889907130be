#:project ../src/NtkGan/NtkGan.csproj

// What becomes of one generated point beside one true point, in words, for three kernel widths. Run: dotnet run samples/stability.cs
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

foreach (var width in new[] { 0.1, 1, 5 })
{
    var game = new KernelGame(new GaussianKernel(width));
    var prediction = StabilityPrediction.Of(new(game, new(Matrix.Column(0.0), [1]), new(Matrix.Column(0.1), [1])));
    Console.WriteLine($"width {width}: {string.Join(" ", prediction.Explain())}");
}
