#:project ../src/NtkGan/NtkGan.csproj

// The kernel of an infinitely wide network on three points: values, the diagonal, and a gradient. Run: dotnet run samples/kernel.cs
using System.Globalization;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Numerics;

var points = Matrix.Of(new[,] { { 1, -0.5 }, { 0.25, 2 }, { 0, 1 } });
var kernel = new NeuralKernel(new Mlp([new Erf()], hiddenLayers: 2, biasDeviation: 0.1));
var gram = kernel.Gram(points);
for (var i = 0; i < gram.Rows; i++)
    Console.WriteLine(string.Join("  ", gram.Row(i).ToArray().Select(k => k.ToString("F6", CultureInfo.InvariantCulture))));

// The gradient of k(x_0, x_1) + k(x_0, x_2) with respect to x_0.
var gradient = kernel.Pullback(points.Take([0]), points, Matrix.Of(new[,] { { 0.0, 1, 1 } }));
Console.WriteLine($"gradient {string.Join("  ", gradient.Values.ToArray().Select(g => g.ToString("F6", CultureInfo.InvariantCulture)))}");
