using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Networks;

public class NetworkTests
{
    private const double Step = 1e-5;

    private static readonly PointShape Plane = new(2);
    private static readonly Matrix Points = new(5, 2, RandomMatrices.Normal(10, 1));

    private static readonly Dictionary<string, Architecture> All = Catalog.Members<Architecture>()
        .Select(member => (member.Name, Architecture: (Architecture)member.Example()))
        .Concat(
        [
            ("narrow mlp", new Mlp([new Erf()], 2, 7, 1.3, .6)),
            ("normalised mlp", new Mlp([new Gelu()], 3, 6, biasDeviation: .4, layerNormalization: true)),
            ("parallel mlp", new Mlp([new Sine(), new Tanh()], 2, 5, biasDeviation: 1)),
            ("standard mlp", new Mlp([new Silu()], 2, 6, biasDeviation: .3, parameterization: Parameterization.Standard)),
            ("narrow resnet", new Resnet(new Softplus(), 2, 2, 6, biasDeviation: .5)),
            ("identity shortcut", new Composed([new Dense(6), new Residual(new Series([new Tanh(), new Dense(6)])), new Erf(), new Dense(1)])),
            ("constant", new Composed([new Dense(6), new Monomial(0), new Dense(1)])),
        ])
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public static TheoryData<string> Names => [.. All.Keys.Where(name => !Catalog.Members<Architecture>().Any(member => member.Name == name))];

    private static Network Make(string name, bool isAntisymmetric = false, int outputs = 2) => Network.Of(All[name], Plane, 3, outputs, isAntisymmetric);

    private static double[] Random(int count, ulong seed) => RandomMatrices.Normal(count, seed);

    private static void AddTo(Network network, string parameter, int entry, double change)
    {
        var parameters = network.Save().ToDictionary();
        parameters[parameter].Values[entry] += change;
        network.Restore(parameters);
    }

    [Fact]
    public void Is_the_formula_of_its_parameters()
    {
        using var network = Network.Of(new Composed([new Dense(3, 1.5, .5), new Relu(), new Dense(1, .8)]), Plane, 7);
        var parameters = network.Save();
        Assert.Equal(["weights_1", "biases_1", "weights_2"], parameters.Keys);
        var (weights, biases, last) = (parameters["weights_1"], parameters["biases_1"], parameters["weights_2"]);
        var values = network.Forward(Points);
        for (var i = 0; i < Points.Rows; i++)
        {
            var sum = 0.0;
            for (var h = 0; h < 3; h++)
                sum += last[0, h] * Math.Max(0, 1.5 / Math.Sqrt(2) * (weights[h, 0] * Points[i, 0] + weights[h, 1] * Points[i, 1]) + .5 * biases[0, h]);
            Close.Rounding(.8 / Math.Sqrt(3) * sum, values[i, 0]);
        }
    }

    [Fact]
    public void The_standard_parameterisation_has_its_scale_in_the_weights()
    {
        // The same draws: the function is the same, the parameters are not.
        Network Of(Parameterization parameterization) => Network.Of(new Mlp(hiddenLayers: 2, width: 5, weightDeviation: 1.2, biasDeviation: .7, parameterization: parameterization), Plane, 4);
        using Network tangent = Of(Parameterization.NeuralTangent), standard = Of(Parameterization.Standard);
        Close.Relative(tangent.Forward(Points), standard.Forward(Points), Close.Kernel);
        Close.Rounding(1.2 / Math.Sqrt(5) * tangent.Save()["weights_2"][1, 3], standard.Save()["weights_2"][1, 3]);
        using Network absent = Standard(null), zero = Standard(0);
        Assert.Equal((3, 5), (absent.Save().Count, zero.Save().Count));
        Assert.True(zero.Save()["biases_1"].Values.IndexOfAnyExcept(0) < 0);
        static Network Standard(double? bias) => Network.Of(new Mlp(hiddenLayers: 2, width: 5, biasDeviation: bias, parameterization: Parameterization.Standard), Plane, 4);
    }

    [Theory, MemberData(nameof(Names))]
    public void Derivatives_by_points_and_by_parameters_are_slopes(string name)
    {
        using var network = Make(name);
        Matrix cotangents = new(5, 2, Random(10, 2));
        double Objective(Matrix points)
        {
            var sum = 0.0;
            var values = network.Forward(points);
            for (var entry = 0; entry < 10; entry++) sum += cotangents.Values[entry] * values.Values[entry];
            return sum;
        }

        var (ownValues, pullback) = network.Pullback(Points, cotangents);
        Close.Relative(network.Forward(Points), ownValues, Close.Kernel);
        for (var entry = 0; entry < Points.Values.Length; entry++)
        {
            var (up, down) = (Points.Clone(), Points.Clone());
            up.Values[entry] += Step;
            down.Values[entry] -= Step;
            Close.Relative((Objective(up) - Objective(down)) / (2 * Step), pullback.Values[entry], Close.Difference, 1);
        }

        var gradient = network.Gradient(Points, cotangents);
        foreach (var (parameter, values) in gradient.ToMatrices())
        {
            foreach (var entry in new[] { 0, values.Values.Length / 2, values.Values.Length - 1 })
            {
                AddTo(network, parameter, entry, Step);
                var up = Objective(Points);
                AddTo(network, parameter, entry, -2 * Step);
                Close.Relative((up - Objective(Points)) / (2 * Step), values.Values[entry], Close.Difference, 1);
                AddTo(network, parameter, entry, Step);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_forward_derivative_is_the_adjoint_of_the_gradient(string name)
    {
        using var network = Make(name, isAntisymmetric: name.Length % 2 == 0);
        Matrix cotangents = new(5, 2, Random(10, 5));
        var change = network.Vector(network.Save().ToDictionary(pair => pair.Key, pair => new Matrix(pair.Value.Rows, pair.Value.Columns, Random(pair.Value.Values.Length, 6))));
        var gradient = network.Gradient(Points, cotangents);
        var (values, slopes) = network.Differentiate(Points, change);
        Close.Relative(network.Forward(Points), values, Close.Kernel, 1);
        Close.Relative(gradient.Dot(change), DotProduct.Of(cotangents.Values, slopes.Values), Close.Kernel, 10);
        var linearised = new LinearizedNetwork(network, change).Forward(Points);
        Close.Rounding(values[3, 1] + slopes[3, 1], linearised[3, 1], 10);
    }

    [Theory, MemberData(nameof(Names))]
    public void An_antisymmetric_network_starts_at_zero(string name)
    {
        using var network = Make(name, isAntisymmetric: true);
        Assert.True(network.Forward(Points).Values.IndexOfAnyExcept(0) < 0);
        using var half = Make(name);
        Assert.Equal(2 * half.Parameters.Count, network.Parameters.Count);
        AddTo(network, "plus_weights_1", 0, .5);
        AddTo(half, "weights_1", 0, .5);
        using var before = Make(name);
        var (moved, start) = (half.Forward(Points), before.Forward(Points));
        DotProduct.Add(-1, start.Values, moved.Values);
        foreach (ref var value in moved.Values) value /= Math.Sqrt(2);
        Close.Relative(moved, network.Forward(Points), Close.Kernel, 1);
    }

    [Fact]
    public void Threads_blocks_and_repetition_do_not_change_a_bit()
    {
        using var network = Network.Of(new Mlp([new Relu(), new Gelu()], width: 48, biasDeviation: 1, layerNormalization: true), Plane, 1, 2);
        Matrix points = new(600, 2, Random(1200, 7)), cotangents = new(600, 2, Random(1200, 8));
        double[] Values(int threads)
        {
            using (Workers.Limit(threads))
            {
                var gradient = network.Gradient(points, cotangents);
                var (values, pullback) = network.Pullback(points, cotangents);
                return [.. network.Forward(points).Values, .. values.Values, .. pullback.Values, .. network.Differentiate(points, gradient).Slopes.Values,
                    .. gradient.ToMatrices().SelectMany(pair => pair.Value.Values.ToArray()), .. new EmpiricalTangentKernel(network).Gram(points.Take([.. Enumerable.Range(0, 150)])).Values];
            }
        }

        var one = Values(1);
        Assert.Equal(one, Values(2));
        Assert.Equal(one, Values(2));
    }

    [Fact]
    public void The_seed_decides_the_parameters_and_each_has_its_own_stream()
    {
        Network Of(ulong seed, int width = 6) => Network.Of(new Mlp(hiddenLayers: 2, width: width, biasDeviation: 1), Plane, seed);
        using Network first = Of(1), same = Of(1), other = Of(2), wide = Of(1, 12);
        Assert.Equal(first.Save()["weights_2"].Values, same.Save()["weights_2"].Values);
        Assert.NotEqual(first.Save()["weights_2"].Values.ToArray(), other.Save()["weights_2"].Values.ToArray());
        Assert.NotEqual(first.Save()["weights_1"].Values[..6].ToArray(), first.Save()["weights_2"].Values[..6].ToArray());

        // A wider network begins with the same neurons.
        Assert.Equal(first.Save()["weights_1"].Values, wide.Save()["weights_1"].Values[..12]);
        other.Draw(1);
        Assert.Equal(first.Forward(Points).Values, other.Forward(Points).Values);
    }

    [Fact]
    public void Parameters_are_saved_and_restored_to_the_bit()
    {
        using Network network = Make("normalised mlp"), fresh = Network.Of(All["normalised mlp"], Plane, 99, 2);
        using var copy = network.Clone();
        fresh.Restore(network.Save());
        AddTo(network, "weights_1", 0, 1);
        Assert.Equal(copy.Forward(Points).Values, fresh.Forward(Points).Values);
        Assert.NotEqual(copy.Forward(Points).Values.ToArray(), network.Forward(Points).Values.ToArray());
    }

    [Fact]
    public void Spectral_normalisation_divides_by_the_largest_singular_value()
    {
        // One layer without a nonlinearity, of a known singular value: (3, 4) and so 5.
        using var network = Network.Of(new Composed([new Dense(1, 7)]), Plane, 1, isSpectral: true);
        network.Restore(new Dictionary<string, Matrix> { ["weights_1"] = Matrix.Of(new[,] { { 3.0, 4 } }) });
        Close.Rounding(.6 * 2 - .8, network.Forward(Matrix.Of(new[,] { { 2.0, -1 } }))[0, 0]);
        using var deep = Network.Of(new Mlp([new Gelu()], 2, 6, biasDeviation: 1), Plane, 1, isSpectral: true);
        var gradient = deep.Gradient(Points, new Matrix(5, 1, Random(5, 1)));

        // Of degree 0 in every matrix of weights, up to the estimate of the singular value.
        foreach (var (name, weights) in deep.Save())
            if (name.StartsWith("weights", StringComparison.Ordinal))
                Close.Relative(0, DotProduct.Of(weights.Values, gradient.ToMatrices()[name].Values), Close.Kernel, 10);
        Assert.Throws<UsageException>(() => new EmpiricalTangentKernel(deep).Gram(Points));
        Assert.Throws<UsageException>(() => deep.Differentiate(Points, gradient));
        using var zero = Network.Of(new Composed([new Dense(1)]), Plane, 1, isSpectral: true);
        zero.Restore(new Dictionary<string, Matrix> { ["weights_1"] = new Matrix(1, 2) });
        Assert.Equal(0, zero.Forward(Points)[0, 0]);
    }

    [Fact]
    public void Outputs_are_those_asked_for()
    {
        using Network own = Network.Of(new Mlp(width: 4), Plane, 1), three = Network.Of(new Mlp([new Relu(), new Sine()], width: 4), Plane, 1, 3), deep = Network.Of(new Resnet(width: 4), Plane, 1, 5);
        Assert.Equal((1, 3, 5), (own.Output.Dimension, three.Output.Dimension, deep.Output.Dimension));
        Assert.Equal((5, 3), (three.Forward(Points).Rows, three.Forward(Points).Columns));
        Assert.Equal(0, own.Forward(new Matrix(0, 2)).Rows);
        var nothing = own.Gradient(new Matrix(0, 2), new Matrix(0, 1));
        Assert.Equal(0, nothing.Dot(nothing));
    }

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        using var network = Make("narrow mlp");
        Assert.Throws<InvalidDataFormatException>(() => network.Forward(new Matrix(2, 3)));
        Assert.Throws<InvalidDataFormatException>(() => network.Forward(Matrix.Of(new[,] { { double.NaN, 0 } })));
        Assert.Throws<InvalidDataFormatException>(() => network.Gradient(Points, new Matrix(5, 1)));
        Assert.Throws<InvalidDataFormatException>(() => network.Restore(new Dictionary<string, Matrix>()));
        Assert.Throws<InvalidDataFormatException>(() => network.Restore(network.Save().Append(new("other", new Matrix(1, 1))).ToDictionary()));
        var wrong = network.Save().ToDictionary();
        wrong["weights_1"] = new Matrix(1, 1);
        Assert.Contains("weights_1", Assert.Throws<InvalidDataFormatException>(() => network.Restore(wrong)).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Make("narrow mlp", outputs: 0));
        Assert.Throws<UsageException>(() => Network.Of(new Composed([new Dense(4), new Residual(new Series([new Relu(), new Dense(5)])), new Dense(1)]), Plane, 1));
        Assert.Throws<UsageException>(() => Network.Of(new Composed([new Dense(6), new Residual(new Series([new Tanh(), new Dense(6)]))]), Plane, 1, 2));
        Assert.Contains("kernel only", Assert.Throws<UsageException>(() => Network.Of(new Mlp([new ExpNormalized()]), Plane, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("width", Assert.Throws<UsageException>(() => Network.Of(new Mlp(width: 100_000), Plane, 1)).Message, StringComparison.Ordinal);
        using var huge = Network.Of(new Composed([new Dense(4, 1e200), new Monomial(2), new Dense(1)]), Plane, 1);
        Assert.Throws<NumericalException>(() => huge.Forward(Points));
    }
}
