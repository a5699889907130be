using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Networks;

public class EmpiricalTangentKernelTests
{
    private static readonly PointShape Plane = new(2);
    private static readonly Matrix Points = new(5, 2, RandomMatrices.Normal(10, 1));
    private static readonly Matrix Others = new(3, 2, RandomMatrices.Normal(6, 2));

    private static readonly Dictionary<string, Architecture> All = new()
    {
        ["mlp"] = new Mlp([new Erf(), new Relu()], 2, 7, 1.3, .6, layerNormalization: true),
        ["standard"] = new Mlp([new Silu()], 2, 6, biasDeviation: .3, parameterization: Parameterization.Standard),
        ["resnet"] = new Resnet(new Softplus(), 2, 2, 6, biasDeviation: .5),
        ["sign"] = new Mlp([new Sign()], 2, 5, biasDeviation: .5),
        ["own function"] = new Mlp([NumericActivation.Of(Math.Atan, x => 1 / (1 + x * x))], 2, 5),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The definition: gradients of every output at every point, one by one.</summary>
    private static Matrix Plain(Network network, Matrix x, Matrix y)
    {
        var outputs = network.Output.Dimension;
        ParameterVector[] Gradients(Matrix points) => [.. Enumerable.Range(0, points.Rows * outputs).Select(entry =>
        {
            var cotangent = new Matrix(1, outputs);
            cotangent[0, entry % outputs] = 1;
            return network.Gradient(points.Take([entry / outputs]), cotangent);
        })];
        var (first, second, gram) = (Gradients(x), Gradients(y), new Matrix(x.Rows, y.Rows));
        for (var i = 0; i < x.Rows; i++)
            for (var j = 0; j < y.Rows; j++)
                for (var k = 0; k < outputs; k++)
                    gram[i, j] += first[i * outputs + k].Dot(second[j * outputs + k]) / outputs;
        return gram;
    }

    [Theory, MemberData(nameof(Names))]
    public void Is_the_inner_product_of_gradients(string name)
    {
        foreach (var isAntisymmetric in new[] { false, true })
        {
            using var network = Network.Of(All[name], Plane, 3, outputs: 2, isAntisymmetric);
            var kernel = new EmpiricalTangentKernel(network);
            Close.Relative(Plain(network, Points, Others), kernel.Gram(Points, Others), Close.Kernel);
            Close.Relative(Plain(network, Points, Points), kernel.Gram(Points), Close.Kernel);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Of_an_antisymmetric_network_is_that_of_its_half(string name)
    {
        using Network half = Network.Of(All[name], Plane, 3), whole = Network.Of(All[name], Plane, 3, isAntisymmetric: true);
        Close.Relative(new EmpiricalTangentKernel(half).Gram(Points), new EmpiricalTangentKernel(whole).Gram(Points), Close.Kernel);
    }

    [Theory, MemberData(nameof(Names))]
    public void Products_are_those_of_the_gram_matrix_either_way(string name)
    {
        using var network = Network.Of(All[name], Plane, 3, outputs: 2);
        var kernel = new EmpiricalTangentKernel(network);
        foreach (var count in new[] { 5, 400 })
        {
            // By the matrix where points are few, by a gradient where they are many.
            Assert.Equal(count == 5, network.IsTangentGramCheaper(count));
            var (points, vector) = (new Matrix(count, 2, RandomMatrices.Normal(2 * count, 3)), RandomMatrices.Normal(count, 4));
            var gram = kernel.Gram(points);
            Close.Relative([.. Enumerable.Range(0, count).Select(i => DotProduct.Of(gram.Row(i), vector))], kernel.Multiply(points, vector), Close.Kernel, count);
        }
    }

    [Fact]
    public void Turns_and_slices_do_not_show()
    {
        using var network = Network.Of(new Mlp(width: 8, biasDeviation: 1), Plane, 5);
        Matrix points = new(150, 2, RandomMatrices.Normal(300, 6)), others = new(70, 2, RandomMatrices.Normal(140, 7));
        var whole = new EmpiricalTangentKernel(network);
        foreach (var memory in new[] { 1, 40_000, 90_000 })
        {
            var turns = new EmpiricalTangentKernel(network, memory);
            var few = memory == 1 ? points.Take([.. Enumerable.Range(0, 9)]) : points;
            Close.Relative(whole.Gram(few), turns.Gram(few), Close.Kernel);
            Close.Relative(whole.Gram(few, others), turns.Gram(few, others), Close.Kernel);
        }

        var gram = whole.Gram(points);
        Assert.Equal(gram.Transpose().Values, gram.Values);
        Close.Relative(Plain(network, others, others.Take([0, 69])), whole.Gram(others, others.Take([0, 69])), Close.Kernel);
        Assert.Equal(0, whole.Gram(new Matrix(0, 2)).Rows);
    }

    [Fact]
    public void A_linear_model_trains_as_its_kernel_says()
    {
        // theta <- theta - h J^T f moves f_0 + J dtheta by -h Theta f exactly.
        const double step = .3;
        using var network = Network.Of(All["mlp"], Plane, 8);
        var values = network.Forward(Points);
        var change = network.Zero();
        change.Add(-step, network.Gradient(Points, values));
        var moved = new LinearizedNetwork(network, change).Forward(Points);
        var expected = new EmpiricalTangentKernel(network).Multiply(Points, values.Values);
        for (var i = 0; i < 5; i++) Close.Relative(values[i, 0] - step * expected[i], moved[i, 0], Close.Kernel, 1);
    }
}
