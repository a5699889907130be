using CsCheck;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Movers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Tests.Extending;
using NtkGan.Tests.Numerics;
using NtkGan.Torch;

namespace NtkGan.Tests.Networks;

/// <summary>The engine of dense networks beside torch: random architectures, values, gradients of every kind and steps of every optimiser.</summary>
public class DenseEngineTests
{
    // A thousand roundings in another order.
    private const double Agreement = 1e-10;

    private static readonly Activation[] Activations = [new Relu(), new Tanh(), new Erf(), new Gelu(), new Softplus(), new Silu(), new Elu(), new Sine(), new LeakyRelu(), new GaussianActivation(), new Cosine()];

    private static readonly Gen<NetworkDescription> Descriptions =
        from activation in Gen.Int[0, Activations.Length - 1]
        from kind in Gen.Int[0, 5]
        from width in Gen.Int[1, 40]
        from layers in Gen.Int[1, 3]
        from dimension in Gen.Int[1, 9]
        from outputs in Gen.Int[1, 3]
        from isAntisymmetric in Gen.Bool
        select new NetworkDescription(Of(kind, Activations[activation], layers, width), new PointShape(dimension), outputs, isAntisymmetric);

    private static Architecture Of(int kind, Activation activation, int layers, int width) => kind switch
    {
        0 => new Mlp([activation], layers, width, 1.3, .4),
        1 => new Mlp([activation], layers, width + 1, biasDeviation: .3, layerNormalization: true),
        2 => new Mlp([activation, new Sine()], layers, width, biasDeviation: .5, parameterization: Parameterization.Standard),
        3 => new Resnet(activation, 2, 2, width, biasDeviation: .5),
        4 => new Composed([new Dense(width + 1, BiasDeviation: .3), new RootMeanSquareNormalization(.1), activation, new Dense(width + 1), new Residual(new Series([new RootMeanSquareNormalization(.2), new Dense(width + 1)])), new Dense(1)]),
        _ => new Composed([new Dense(width), new Residual(new Series([activation, new Dense(width, 1.1, .2)])), new Tanh(), new Dense(1)]),
    };

    private static Matrix Normal(int rows, int columns, ulong seed) => new(rows, columns, RandomMatrices.Normal(rows * columns, seed));

    private static (Network Own, Network Reference) Pair(NetworkDescription description, ulong seed) =>
        (NetworkEngine.Make(description, seed, 0), TorchNetwork.Make(description, seed));

    // Slopes twice as large under weights half as large are the same numbers, powers of two being exact; a product takes over slope 1 alone.
    [Theory]
    [InlineData(Precision.Double, 40, 90)]
    [InlineData(Precision.Single, 40, 90)]
    [InlineData(Precision.Double, 300, 300)]
    [InlineData(Precision.Single, 300, 300)]
    public void A_rectifier_within_a_product_leaves_the_bits_of_one_behind_it(Precision precision, int width, int rows)
    {
        var (within, behind) = (With(1), With(2));
        behind.Parameters.Set(new ParameterVector(behind.Parameters.Places, Scaled(within.Parameters.Values, .5)));
        Matrix points = Normal(rows, 3, 1), cotangents = Normal(rows, 1, 2);
        var values = within.Forward(points);
        Assert.Contains(values.Values.ToArray(), value => value != 0);
        Assert.Equal(behind.Forward(points).Values.ToArray(), values.Values.ToArray());
        Assert.Equal(within.Differentiate(points, within.Zero()).Values.Values.ToArray(), values.Values.ToArray());
        Assert.Equal(behind.Pullback(points, cotangents).Pullback.Values.ToArray(), within.Pullback(points, cotangents).Pullback.Values.ToArray());
        var gradient = within.Gradient(points, cotangents).Values.ToArray();
        Assert.Equal(behind.Gradient(points, cotangents).Values.ToArray(), Scaled(gradient, 2));
        Assert.Equal(gradient, within.Gradient(points, cotangents).Values.ToArray());

        Network With(double slope) => Network.Of(new Mlp([new AbRelu(0, slope)], 2, width, biasDeviation: 1), new PointShape(3), 1, precision: precision);

        // Of all weights behind a rectifier.
        double[] Scaled(ReadOnlySpan<double> values, double factor)
        {
            var scaled = values.ToArray();
            foreach (var place in within.Parameters.Places.Where(place => place.Index > 0 && place.Own.StartsWith("weights", StringComparison.Ordinal)))
                foreach (ref var value in scaled.AsSpan(place.Start, place.Count)) value *= factor;
            return scaled;
        }
    }

    [Fact]
    public void Agrees_with_torch_in_values_and_gradients() => Gen.Select(Descriptions, Gen.Int[1, 140], Gen.ULong).Sample((description, rows, seed) =>
    {
        var (own, reference) = Pair(description, seed);
        Assert.IsNotType<TorchNetwork>(own);
        Assert.Equal(reference.Parameters.Values.ToArray(), own.Parameters.Values.ToArray());

        // Antisymmetric networks are 0 before training: moved, they are not.
        own.Parameters.Add(.1, new(own.Parameters.Places, RandomMatrices.Normal(own.Parameters.Count, seed + 3)));
        reference.Parameters.Set(own.Parameters);
        Matrix points = Normal(rows, description.Input.Dimension, seed + 1), cotangents = Normal(rows, own.Output.Dimension, seed + 2);
        Close.Relative(reference.Forward(points), own.Forward(points), Agreement, 1);
        Close.Relative(reference.Pullback(points, cotangents).Pullback, own.Pullback(points, cotangents).Pullback, Agreement, 1);
        Close.Relative(reference.Gradient(points, cotangents).Values, own.Gradient(points, cotangents).Values, Agreement, 1);
        var change = new ParameterVector(own.Parameters.Places, RandomMatrices.Normal(own.Parameters.Count, seed + 4));
        Close.Relative(reference.Differentiate(points, change).Slopes, own.Differentiate(points, change).Slopes, Agreement, 1);
        Close.Relative(new EmpiricalTangentKernel(reference).Gram(points), new EmpiricalTangentKernel(own).Gram(points), Agreement, 1);
        reference.Dispose();
    }, iter: 60, threads: 1);

    [Fact]
    public void Gradients_of_slopes_agree_with_torch() => Gen.Select(Descriptions, Gen.ULong).Sample((description, seed) =>
    {
        var (own, reference) = Pair(description with { Outputs = 1 }, seed);
        own.Parameters.Add(.1, new(own.Parameters.Places, RandomMatrices.Normal(own.Parameters.Count, seed + 3)));
        reference.Parameters.Set(own.Parameters);
        Matrix points = Normal(9, description.Input.Dimension, seed + 1), directions = Normal(9, description.Input.Dimension, seed + 2);
        Close.Relative(reference.SlopeGradient(points, directions).Values, own.SlopeGradient(points, directions).Values, Agreement, 1);
        reference.Dispose();
    }, iter: 40, threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ten_steps_agree_with_torch(int number)
    {
        Mover optimizer = number switch { 0 => new Sgd(.05), 1 => new Sgd(.02, .9), 2 => new Heun(.05), _ => new Adam(.003) };
        var (own, reference) = Pair(new(new Mlp([new Tanh()], 2, 30, biasDeviation: .5), new PointShape(3), 1), 5);
        var (first, second) = (new Descent(optimizer, own), new Descent(optimizer, reference));
        var points = Normal(150, 3, 1);
        for (var step = 0; step < 10; step++)
        {
            // Half the squared distance from 1.
            static void Rule(int start, ReadOnlySpan<double> values, Span<double> slopes)
            {
                for (var i = 0; i < values.Length; i++) slopes[i] = (values[i] - 1) / 150;
            }

            first.Step(() => own.Gradient(points, Rule));
            second.Step(() => reference.Gradient(points, Rule));
        }

        Close.Relative(reference.Parameters.Values, own.Parameters.Values, Agreement);
        reference.Dispose();
    }

    [Fact]
    public void Single_precision_follows_double() => Gen.Select(Descriptions, Gen.ULong).Sample((description, seed) =>
    {
        var (own, single) = (NetworkEngine.Make(description, seed, 0), NetworkEngine.Make(description with { Precision = Precision.Single }, seed, 0));
        own.Parameters.Add(.1, new(own.Parameters.Places, RandomMatrices.Normal(own.Parameters.Count, seed + 3)));
        single.Parameters.Set(own.Parameters);
        Matrix points = Normal(50, description.Input.Dimension, seed + 1), cotangents = Normal(50, own.Output.Dimension, seed + 2);

        // 2^-24 for each of some hundred roundings; normalisation of nearly equal features amplifies them.
        const double tolerance = 2e-3;
        Close.Relative(own.Forward(points), single.Forward(points), tolerance, 1);
        if (description.Architecture is not Mlp { LayerNormalization: true })
            Close.Relative(own.Gradient(points, cotangents).Values, single.Gradient(points, cotangents).Values, tolerance, 1);
    }, iter: 40);

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        var network = Network.Of(new Mlp([new Silu()], 3, 70, biasDeviation: 1), new PointShape(5), 1, isAntisymmetric: true);
        network.Parameters.Add(.1, new(network.Parameters.Places, RandomMatrices.Normal(network.Parameters.Count, 2)));
        Matrix points = Normal(700, 5, 3), cotangents = Normal(700, 1, 4);
        double[] All(int threads)
        {
            using var limit = Workers.Limit(threads);
            return [.. network.Forward(points).Values, .. network.Pullback(points).Pullback.Values, .. network.Gradient(points, cotangents).Values,
                .. network.SlopeGradient(points, points).Values, .. new EmpiricalTangentKernel(network).Gram(points.Take([.. Enumerable.Range(0, 200)])).Values];
        }

        Assert.Equal(All(1), All(2));
    }

    [Fact]
    public void Spectral_estimates_take_one_iteration_a_step()
    {
        using var network = Network.Of(new Mlp([new Tanh()], 1, 20), new PointShape(3), 1, isSpectral: true);
        double[] Unit(double[] vector) => [.. vector.Select(value => value / Math.Sqrt(vector.Sum(entry => entry * entry)))];
        var (points, before) = (Normal(40, 3, 1), network.Save());
        new Descent(new Sgd(.1), network).Step(() => network.Gradient(points, Normal(40, 1, 2)));
        var after = network.Save();
        Matrix first = before["weights_1"], then = after["weights_1"], left = before["left_weights_1"];
        var right = Unit([.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 20).Sum(o => first[o, i] * left[o, 0]))]);
        Close.Relative(Unit([.. Enumerable.Range(0, 20).Select(o => DotProduct.Of(then.Row(o), right))]), after["left_weights_1"].Values, Close.Kernel);
        Assert.NotEqual(first.Values.ToArray(), then.Values.ToArray());
    }

    [Fact]
    public void Spectral_estimates_reach_the_largest_singular_values_and_are_saved()
    {
        using var network = Network.Of(new Mlp([new Tanh()], 2, 20, biasDeviation: 1), new PointShape(3), 1, isSpectral: true);
        var descent = new Descent(new Sgd(.1), network);
        var points = Normal(40, 3, 1);
        for (var step = 0; step < 30; step++)
        {
            var labels = Normal(40, 1, (ulong)step);
            descent.Step(() => network.Gradient(points, labels));
        }

        using var other = Network.Of(new Mlp([new Tanh()], 2, 20, biasDeviation: 1), new PointShape(3), 2, isSpectral: true);
        other.Restore(network.Save());
        Assert.Equal(network.Forward(points).Values, other.Forward(points).Values);
        Assert.Throws<InvalidDataFormatException>(() => other.Restore(network.Save().ToDictionary(pair => pair.Key, pair => pair.Key.StartsWith("left", StringComparison.Ordinal) ? new Matrix(1, 1) : pair.Value)));

        // The gradient against differences at fixed vectors: along the weights themselves it is 0, for they are normalised.
        foreach (var (name, weights) in network.Save().Where(pair => pair.Key.StartsWith("weights", StringComparison.Ordinal)))
            Close.Relative(0, DotProduct.Of(weights.Values, network.Gradient(points, Normal(40, 1, 9)).ToMatrices()[name].Values), Close.Kernel, 100);
    }
}
