using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Points far from the origin: the field of an expansion whose coefficients sum to 0 has all the digits that the points themselves have, which are
/// offset times fewer than those of a double.</summary>
public class FarFieldTests
{
    private static readonly Dictionary<string, Architecture> All = new()
    {
        ["relu"] = new Mlp(biasDeviation: 1),
        ["relu_no_bias"] = new Mlp(),
        ["leaky"] = new Mlp([new LeakyRelu()], biasDeviation: 1),
        ["absolute_value"] = new Mlp([new AbsoluteValue()], hiddenLayers: 2, biasDeviation: 1),
        ["erf"] = new Mlp([new Erf()], hiddenLayers: 2, biasDeviation: 1),
        ["rbf"] = new Mlp([new Rbf()], hiddenLayers: 2, biasDeviation: 1),
        ["sign"] = new Mlp([new Sign()], hiddenLayers: 2, biasDeviation: 1),
        ["normalised"] = new Composed([new Dense(8, BiasDeviation: 1), new LayerNormalization(0.5), new Relu(), new Dense(8, BiasDeviation: 1)]),
        ["normalised_rbf"] = new Composed([new Dense(8, BiasDeviation: 1), new LayerNormalization(0.5), new Rbf(), new Dense(8, BiasDeviation: 1)]),
        ["standard"] = new Composed([new Dense(8, 1.5, 1, Parameterization.Standard), new Relu(), new Dense(8, 1.5, 1, Parameterization.Standard)]),
        ["relu_and_rbf"] = new Mlp([new Relu(), new Rbf()], hiddenLayers: 2, biasDeviation: 1),
    };

    private static readonly Matrix Centres = Matrix.Of(new[,] { { 0, 0 }, { 1.5, .25 }, { -.75, 1 }, { .5, -1.25 } }), Query = Matrix.Of(new[,] { { .625, .375 } });
    private static readonly double[] Coefficients = [.5, .5, -.375, -.625];

    public static TheoryData<string, KernelKind, int, double, double[]> Fields => new()
    {
        { "relu", KernelKind.Nngp, 1, 1e3, [0.089843749999110323] },
        { "relu", KernelKind.Nngp, 1, 1e5, [0.08984375] },
        { "relu", KernelKind.Nngp, 1, 1e7, [0.08984375] },
        { "relu", KernelKind.Ntk, 1, 1e3, [0.85280777421967746] },
        { "relu", KernelKind.Ntk, 1, 1e5, [0.85280925899059268] },
        { "relu", KernelKind.Ntk, 1, 1e7, [0.85280925913925132] },
        { "leaky", KernelKind.Nngp, 1, 1e3, [0.10106199999942603] },
        { "leaky", KernelKind.Nngp, 1, 1e5, [0.101062] },
        { "leaky", KernelKind.Nngp, 1, 1e7, [0.101062] },
        { "leaky", KernelKind.Ntk, 1, 1e3, [0.73858731829385893] },
        { "leaky", KernelKind.Ntk, 1, 1e5, [0.73858819073695547] },
        { "leaky", KernelKind.Ntk, 1, 1e7, [0.73858819082430693] },
        { "absolute_value", KernelKind.Nngp, 1, 1e3, [0.7187499999977951] },
        { "absolute_value", KernelKind.Nngp, 1, 1e5, [0.718750000000000] },
        { "absolute_value", KernelKind.Nngp, 1, 1e7, [0.718750000000000] },
        { "absolute_value", KernelKind.Ntk, 1, 1e3, [4.5935004081955801] },
        { "absolute_value", KernelKind.Ntk, 1, 1e5, [4.5935024044819084] },
        { "absolute_value", KernelKind.Ntk, 1, 1e7, [4.5935024046817734] },
        { "erf", KernelKind.Nngp, 1, 1e3, [2.4234967040344568e-10] },
        { "erf", KernelKind.Nngp, 1, 1e5, [2.4274467985716315e-16] },
        { "erf", KernelKind.Nngp, 1, 1e7, [2.4274862925031227e-22] },
        { "erf", KernelKind.Ntk, 1, 1e3, [0.00033982371715850614] },
        { "erf", KernelKind.Ntk, 1, 1e5, [3.3984789604052774e-06] },
        { "erf", KernelKind.Ntk, 1, 1e7, [3.3984813439308575e-08] },
        { "rbf", KernelKind.Nngp, 1, 1e3, [0.18742160051702045] },
        { "rbf", KernelKind.Nngp, 1, 1e5, [0.18742160051702045] },
        { "rbf", KernelKind.Nngp, 1, 1e7, [0.18742160051702045] },
        { "rbf", KernelKind.Ntk, 1, 1e3, [277515.02887544199] },
        { "rbf", KernelKind.Ntk, 1, 1e5, [2769372325.2163472] },
        { "rbf", KernelKind.Ntk, 1, 1e7, [27693146813811.027] },
        { "sign", KernelKind.Nngp, 1, 1e3, [0.00050502640457385727] },
        { "sign", KernelKind.Nngp, 1, 1e5, [5.0531373471808119e-06] },
        { "sign", KernelKind.Nngp, 1, 1e7, [5.0531660705511685e-08] },
        { "sign", KernelKind.Ntk, 1, 1e3, [0.00050502640457385727] },
        { "sign", KernelKind.Ntk, 1, 1e5, [5.0531373471808119e-06] },
        { "sign", KernelKind.Ntk, 1, 1e7, [5.0531660705511685e-08] },
        { "relu_and_rbf", KernelKind.Nngp, 1, 1e3, [0.60614651327973246] },
        { "relu_and_rbf", KernelKind.Nngp, 1, 1e5, [0.60621689017548863] },
        { "relu_and_rbf", KernelKind.Nngp, 1, 1e7, [0.60621759443181189] },
        { "relu_and_rbf", KernelKind.Ntk, 1, 1e3, [684714.91891342623] },
        { "relu_and_rbf", KernelKind.Ntk, 1, 1e5, [6831258111.0609951] },
        { "relu_and_rbf", KernelKind.Ntk, 1, 1e7, [68310996004089.289] },
        { "relu", KernelKind.Nngp, 2, 1e3, [0.044913502295451428, 0.033211476634787629] },
        { "relu", KernelKind.Nngp, 2, 1e5, [0.04492179107266827, 0.033203208925252643] },
        { "relu", KernelKind.Nngp, 2, 1e7, [0.04492187416070656, 0.033203125839293232] },
        { "relu", KernelKind.Ntk, 2, 1e3, [-29.514949603124464, 29.960845398316902] },
        { "relu", KernelKind.Ntk, 2, 1e5, [-2983.8304542976011, 2984.2772323854583] },
        { "relu", KernelKind.Ntk, 2, 1e7, [-298415.19358737872, 298415.640374273] },
        { "relu_no_bias", KernelKind.Nngp, 2, 1e3, [0.044913502361753212, 0.033211476836595429] },
        { "relu_no_bias", KernelKind.Nngp, 2, 1e5, [0.044921791072668332, 0.033203208925252845] },
        { "relu_no_bias", KernelKind.Nngp, 2, 1e7, [0.04492187416070656, 0.033203125839293232] },
        { "relu_no_bias", KernelKind.Ntk, 2, 1e3, [-29.516889496644485, 29.963628224274849] },
        { "relu_no_bias", KernelKind.Ntk, 2, 1e5, [-2983.8304737119943, 2984.2772602136783] },
        { "relu_no_bias", KernelKind.Ntk, 2, 1e7, [-298415.19358757284, 298415.64037455124] },
        { "leaky", KernelKind.Nngp, 2, 1e3, [0.050525203052895595, 0.037354782368245111] },
        { "leaky", KernelKind.Nngp, 2, 1e5, [0.050530941903370152, 0.037349058095190658] },
        { "leaky", KernelKind.Nngp, 2, 1e7, [0.050530999419020922, 0.037349000580978932] },
        { "leaky", KernelKind.Ntk, 2, 1e3, [-20.351168418765219, 20.795067949495852] },
        { "leaky", KernelKind.Ntk, 2, 1e5, [-2065.3992055101553, 2065.8436764217749] },
        { "leaky", KernelKind.Ntk, 2, 1e7, [-206570.07911835497, 206570.52359497003] },
        { "absolute_value", KernelKind.Nngp, 2, 1e3, [0.35928569157559515, 0.26571408537023172] },
        { "absolute_value", KernelKind.Nngp, 2, 1e5, [0.3593741047751286, 0.26562589520269614] },
        { "absolute_value", KernelKind.Nngp, 2, 1e7, [0.35937499104753662, 0.26562500895246116] },
        { "absolute_value", KernelKind.Ntk, 2, 1e3, [-236.48905580477881, 239.43555676564563] },
        { "absolute_value", KernelKind.Ntk, 2, 1e5, [-23871.003110302019, 23873.952378275957] },
        { "absolute_value", KernelKind.Ntk, 2, 1e7, [-2387321.9080750388, 2387324.8573706257] },
        { "erf", KernelKind.Nngp, 2, 1e3, [6.9761994872139289e-06, -6.9537241696094223e-06] },
        { "erf", KernelKind.Nngp, 2, 1e5, [6.9916091756476418e-08, -6.9913859176958343e-08] },
        { "erf", KernelKind.Nngp, 2, 1e7, [6.9917644365336179e-10, -6.991762204103923e-10] },
        { "erf", KernelKind.Ntk, 2, 1e3, [1.4682334959142143, -1.4152433439484062] },
        { "erf", KernelKind.Ntk, 2, 1e5, [140.62473828466074, -140.57190202666712] },
        { "erf", KernelKind.Ntk, 2, 1e7, [14056.290444705097, -14056.237609986927] },
        { "rbf", KernelKind.Nngp, 2, 1e3, [0.13662031828209426, 0.023989749594271342] },
        { "rbf", KernelKind.Nngp, 2, 1e5, [0.13662031828209426, 0.023989749594271342] },
        { "rbf", KernelKind.Nngp, 2, 1e7, [0.13662031828209426, 0.023989749594271342] },
        { "rbf", KernelKind.Ntk, 2, 1e3, [215063.79254904471, 1446.8322879482957] },
        { "rbf", KernelKind.Ntk, 2, 1e5, [2145114056.2372143, 13829294.118298709] },
        { "rbf", KernelKind.Ntk, 2, 1e7, [21450589260138.723, 138229149977.19901] },
        { "sign", KernelKind.Nngp, 2, 1e3, [-0.0042281729870774151, 0.0042291963638921258] },
        { "sign", KernelKind.Nngp, 2, 1e5, [-0.00042316777602884563, 0.00042316883361150483] },
        { "sign", KernelKind.Nngp, 2, 1e7, [-4.2317122959756582e-05, 4.2317124017681285e-05] },
        { "relu_and_rbf", KernelKind.Nngp, 2, 1e3, [0.38762084847994382, 0.13890510839182332] },
        { "relu_and_rbf", KernelKind.Nngp, 2, 1e5, [0.38768506027652277, 0.13892043506341578] },
        { "relu_and_rbf", KernelKind.Nngp, 2, 1e7, [0.38768570317036205, 0.1389205875863806] },
        { "relu_and_rbf", KernelKind.Ntk, 2, 1e3, [512374.77849545277, 32104.783890979841] },
        { "relu_and_rbf", KernelKind.Ntk, 2, 1e5, [5111442807.466321, 319974150.58565712] },
        { "relu_and_rbf", KernelKind.Ntk, 2, 1e7, [51113200497159.93, 3199634622079.1074] },
        { "normalised", KernelKind.Ntk, 1, 1e3, [1.589566647265615e-07] },
        { "normalised", KernelKind.Ntk, 1, 1e5, [1.5915295372175819e-11] },
        { "normalised", KernelKind.Ntk, 1, 1e7, [1.5915492319753412e-15] },
        { "standard", KernelKind.Nngp, 1, 1e3, [1.819335937499784] },
        { "standard", KernelKind.Nngp, 1, 1e5, [1.8193359375] },
        { "standard", KernelKind.Nngp, 1, 1e7, [1.8193359375] },
        { "standard", KernelKind.Ntk, 1, 1e3, [7.5160762971004083] },
        { "standard", KernelKind.Ntk, 1, 1e5, [7.5160761646511061] },
        { "standard", KernelKind.Ntk, 1, 1e7, [7.5160761646378447] },
        { "normalised", KernelKind.Nngp, 2, 1e3, [2.3282092499867526e-08, -2.3287598776970869e-08] },
        { "normalised", KernelKind.Nngp, 2, 1e5, [2.3435942813099855e-12, -2.3436001371487616e-12] },
        { "normalised", KernelKind.Nngp, 2, 1e7, [2.3437484427819949e-16, -2.343748501375391e-16] },
        { "normalised", KernelKind.Ntk, 2, 1e3, [-1.9835083986320966e-05, 1.9839921363314959e-05] },
        { "normalised", KernelKind.Ntk, 2, 1e5, [-1.9893774799239438e-07, 1.9893824521471078e-07] },
        { "normalised", KernelKind.Ntk, 2, 1e7, [-1.9894361955589179e-09, 1.9894362452947007e-09] },
        { "standard", KernelKind.Nngp, 2, 1e3, [0.90961142392270766, 0.67241968540779218] },
        { "standard", KernelKind.Nngp, 2, 1e5, [0.90966740223755582, 0.67236384774841185] },
        { "standard", KernelKind.Nngp, 2, 1e7, [0.90966796308476894, 0.67236328691522962] },
        { "standard", KernelKind.Ntk, 2, 1e3, [-85.022591885100027, 92.45646141713209] },
        { "standard", KernelKind.Ntk, 2, 1e5, [-8947.9637635008494, 8955.3978720465439] },
        { "standard", KernelKind.Ntk, 2, 1e7, [-895242.05310927378, 895249.48722019943] },
        { "normalised_rbf", KernelKind.Nngp, 1, 1e3, [7.1709568935288394e-13] },
        { "normalised_rbf", KernelKind.Nngp, 1, 1e5, [7.1873343769399358e-21] },
        { "normalised_rbf", KernelKind.Nngp, 1, 1e7, [7.1874983437501942e-29] },
        { "normalised_rbf", KernelKind.Nngp, 2, 1e3, [4.6586393205193957e-08, -4.6597411114581885e-08] },
        { "normalised_rbf", KernelKind.Nngp, 2, 1e5, [4.6872109420508439e-12, -4.6872226537843245e-12] },
        { "normalised_rbf", KernelKind.Nngp, 2, 1e7, [4.6874971093754553e-16, -4.6874972265622535e-16] },
        { "normalised_rbf", KernelKind.Ntk, 2, 1e3, [1.3975911352890549e-07, -1.3979216709275676e-07] },
        { "normalised_rbf", KernelKind.Ntk, 2, 1e5, [1.4061632825486084e-11, -1.4061667960686509e-11] },
        { "normalised_rbf", KernelKind.Ntk, 2, 1e7, [1.4062491328126298e-15, -1.4062491679686694e-15] },
    };

    private static Matrix At(Matrix points, int dimension, double offset)
    {
        var result = new Matrix(points.Rows, dimension);
        for (var i = 0; i < points.Rows; i++)
            for (var c = 0; c < dimension; c++) result[i, c] = points[i, c] + offset;
        return result;
    }

    private static double[] Field(Kernel kernel, int dimension, double offset)
    {
        var gradient = new Matrix(1, dimension);
        kernel.Expand(At(Query, dimension, offset), At(Centres, dimension, offset), Coefficients, new double[1], gradient);
        return gradient.Row(0).ToArray();
    }

    [Theory, MemberData(nameof(Fields))]
    public void A_field_keeps_the_digits_of_its_points(string name, KernelKind kind, int dimension, double offset, double[] expected)
    {
        var actual = Field(new NeuralKernel(All[name], kind), dimension, offset);
        var scale = expected.Max(Math.Abs);

        // Rounding of the points alone is a share of 2^-52 offset of their distances.
        for (var c = 0; c < dimension; c++) Close.Within(expected[c], actual[c], 32 * offset * Math.ScaleB(1, -52) * scale);
    }

    public static TheoryData<string> Names => [.. All.Keys];

    // Nearer than the bound of the near route and further away, so that blocks hold both, and equal points.
    private static Matrix Mixed(int rows)
    {
        var random = CounterRandom.For(3, "near");
        var points = new Matrix(rows, 3);
        random.FillNormal(points.Values);
        for (var i = 1; i < rows; i++)
            for (var c = 0; c < 3 && i % 3 > 0; c++) points[i, c] = points[i - i % 3, c] + (i % 6 == 5 ? 0 : Math.ScaleB(points[i, c], -8 - i % 40));
        return points;
    }

    [Theory, MemberData(nameof(Names))]
    public void A_pair_is_the_same_in_any_company(string name)
    {
        foreach (var kind in new[] { KernelKind.Ntk, KernelKind.Nngp })
        {
            var kernel = new NeuralKernel(All[name], kind);
            var points = Mixed(150);
            var gram = kernel.Gram(points, points);
            for (var i = 0; i < points.Rows; i += 7)
                for (var j = 0; j < points.Rows; j += 5) Assert.Equal(gram[i, j], kernel.Of(points.Row(i), points.Row(j)));
            for (var i = 0; i < points.Rows; i++)
                for (var j = 0; j < i; j++) Close.Relative(gram[i, j], gram[j, i], Close.Kernel);
            Assert.Equal(gram[140, 5], kernel.Gram(points)[140, 5]);
            var (nngp, ntk) = kernel.Both(points, points);
            Assert.True(gram.Values.SequenceEqual((kind == KernelKind.Ntk ? ntk : nngp).Values));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Blocks_of_near_pairs_alone_are_whole(string name)
    {
        // All pairs of two whole blocks are near.
        var points = Mixed(2 * RowEvaluator.BlockSize);
        for (var i = 0; i < points.Rows; i++)
            for (var c = 0; c < points.Columns; c++) points[i, c] = 1 + Math.ScaleB(points[i, c], -12);
        var kernel = new NeuralKernel(All[name]);
        var gram = kernel.Gram(points, points);
        for (var i = 0; i < points.Rows; i += 9)
            for (var j = 0; j < points.Rows; j += 5) Assert.Equal(gram[i, j], kernel.Of(points.Row(i), points.Row(j)));
        Assert.True(kernel.Pullback(points, points, gram).IsFinite());
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_of_near_pairs_are_slopes(string name)
    {
        var points = Mixed(30);
        var kernel = new NeuralKernel(All[name], KernelKind.Nngp);
        var weights = new Matrix(points.Rows, points.Rows, [.. Enumerable.Range(0, points.Rows * points.Rows).Select(i => Math.Sin(i))]);
        var pulled = kernel.Pullback(points, points, weights);

        // Every pair alone, through the same pair in a block of its own.
        var sum = new Matrix(points.Rows, points.Columns);
        for (var i = 0; i < points.Rows; i++)
        {
            for (var j = 0; j < points.Rows; j++)
            {
                var one = kernel.Pullback(points.Take([i]), points.Take([j]), new Matrix(1, 1, [weights[i, j]]));
                for (var c = 0; c < points.Columns; c++) sum[i, c] += one[0, c];
            }
        }

        Close.Relative(sum, pulled, Close.Gradient, pulled.Values.ToArray().Max(Math.Abs));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var (points, kernel) = (Mixed(300), new NeuralKernel(All["relu"]));
        var weights = new Matrix(300, 300, [.. Enumerable.Range(0, 90_000).Select(i => Math.Cos(i))]);
        double[] With(int threads)
        {
            using (Workers.Limit(threads)) return [.. kernel.Gram(points).Values, .. kernel.Pullback(points, points, weights).Values];
        }

        Assert.Equal(With(1), With(2));
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(-60)]
    [InlineData(200)]
    public void Near_pairs_have_no_unit(int power)
    {
        var scale = Math.ScaleB(1, power);
        Matrix Times(Matrix points, double factor) => new(points.Rows, points.Columns, [.. points.Values.ToArray().Select(value => value * factor)]);
        var (points, kernel) = (Mixed(60), new NeuralKernel(All["relu_no_bias"]));
        var weights = new Matrix(60, 60, [.. Enumerable.Range(0, 3600).Select(i => Math.Cos(i))]);
        var (gram, pulled) = (kernel.Gram(points, points), kernel.Pullback(points, points, weights));
        Close.Relative(gram, Times(Times(kernel.Gram(Times(points, scale), Times(points, scale)), 1 / scale), 1 / scale), Close.Kernel);
        Close.Relative(pulled, Times(kernel.Pullback(Times(points, scale), Times(points, scale), weights), 1 / scale), Close.Kernel, pulled.Values.ToArray().Max(Math.Abs));
    }

    // Each of these falls below all numbers within the network, where ratios of what is left are no numbers.
    [Theory]
    [InlineData(1e-200, 3)]
    [InlineData(1e-160, 3)]
    [InlineData(1e-150, 3)]
    [InlineData(.1, 2000)]
    public void Near_pairs_that_vanish_in_a_network_are_nothing(double deviation, int layers)
    {
        var points = Matrix.Of(new[,] { { 1, 1 }, { 1.0001, 1 }, { .3, 2 } });
        foreach (var bias in new[] { 0, deviation < 1e-100 ? deviation : 0 })
        {
            var kernel = new NeuralKernel(new Mlp([new Relu()], layers, weightDeviation: deviation, biasDeviation: bias));
            Assert.All(kernel.Gram(points).Values.ToArray(), value => Assert.InRange(value, 0, 1e-299));
            Assert.All(kernel.Pullback(points, points, kernel.Gram(points)).Values.ToArray(), value => Assert.InRange(Math.Abs(value), 0, 1e-299));
        }
    }

    [Fact]
    public void A_flow_far_away_is_the_flow_at_the_origin_moved()
    {
        // The kernel of a network is not the same everywhere, but the rbf network's NNGP kernel is a function of differences.
        var kernel = new NeuralKernel(new Mlp([new Rbf()], hiddenLayers: 1), KernelKind.Nngp);
        var (near, far) = (Field(kernel, 2, 0), Field(kernel, 2, 1e7));
        for (var c = 0; c < 2; c++) Close.Relative(near[c], far[c], 1e7 * Math.ScaleB(1, -50));
    }
}
