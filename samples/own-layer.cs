#:project ../src/NtkGan/NtkGan.csproj

// A block of your own, composed of layers: the limit of wide networks, and how near a finite one comes. Run: dotnet run samples/own-layer.cs
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Networks;
using NtkGan.Numerics;

static Residual Block(int width) => new(new Series([new LayerNormalization(), new Relu(), new Dense(width), new Tanh(), new Dense(width)]));

static Composed Of(int width) => new([new Dense(width, BiasDeviation: 0.5), Block(width), Block(width), new Relu(), new Dense(1)]);

var points = Matrix.Of(new[,] { { 1, 0.5 }, { -0.5, 2 } });
var limit = new NeuralKernel(Of(512)).Gram(points);
using var network = Network.Of(Of(512), new PointShape(2), seed: 1);
var finite = new EmpiricalTangentKernel(network).Gram(points);
Console.WriteLine(FormattableString.Invariant($"k(x, y): {limit[0, 1]:F3} at infinite width, {finite[0, 1]:F1} of one network of width 512"));

// Prints:
// k(x, y): 0.914 at infinite width, 0.8 of one network of width 512
