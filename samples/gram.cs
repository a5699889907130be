#:project ../src/NtkGan/NtkGan.csproj

// The kernel of an infinitely wide network between three points. Run: dotnet run samples/gram.cs
using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;

var points = Matrix.Of(new[,] { { 1, -0.5 }, { 0.25, 2 }, { 0, 1 } });
var kernel = new NeuralKernel(new Mlp(hiddenLayers: 2, biasDeviation: 0.1));
var gram = kernel.Gram(points);
for (var i = 0; i < gram.Rows; i++)
    Console.WriteLine(string.Join("  ", gram.Row(i).ToArray().Select(k => FormattableString.Invariant($"{k:F4}"))));

// Prints:
// 0.4863  0.1318  0.0612
// 0.1318  1.5409  0.7295
// 0.0612  0.7295  0.3925
