using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Kernels.Transforms;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Tests.Contracts;

/// <summary>Units decide nothing: points times 2^-k under a kernel whose lengths are multiplied likewise, or whose first weights are divided, give the same
/// bits, for every activation, layer, kernel and loss of the catalog. Where a kernel has neither it is homogeneous.</summary>
public class ScalingContractTests
{
    private static readonly int[] Powers = [-200, -40, 13, 150];

    // Rescales every length; a kernel without any has a law of its own here.
    private static readonly Dictionary<Type, (Func<int, Kernel> Kernel, int Degree)> Laws = new()
    {
        [typeof(IndicatorKernel)] = (_ => new IndicatorKernel(), 0),
        [typeof(EnergyKernel)] = (_ => new EnergyKernel(), 1),
        [typeof(InverseMultiquadricKernel)] = (power => new InverseMultiquadricKernel(Math.ScaleB(1, power)), -1),
        [typeof(ReluNetworkKernel)] = (_ => new ReluNetworkKernel(3, KernelKind.Ntk), 2),
        [typeof(NeuralKernel)] = (power => Network(power, [new Relu()]), 0),
        [typeof(SumKernel)] = (power => new SumKernel([new MaternKernel(Length: Math.ScaleB(1, power)), Network(power, [new Relu()])]), 0),
        [typeof(ProductKernel)] = (power => new ProductKernel([new GaussianKernel(Math.ScaleB(1, power)), Network(power, [new Relu()])]), 0),
        [typeof(ScaledKernel)] = (power => new ScaledKernel(Network(power, [new Relu()]), 3), 0),
        [typeof(TransformedKernel)] = (power => new TransformedKernel(new LaplaceKernel(Math.ScaleB(1, power)), new IdentityTransform()), 0),
        [typeof(MetricKernel)] = (power => new MetricKernel(new GaussianKernel(Math.ScaleB(1, power)), [[2, .5], [.5, 1]]), 0),
    };

    public static TheoryData<string> Activations => [.. Own<Activation>()];

    public static TheoryData<string> LayersOfTheCatalog => [.. Own<Layer>().Where(name => Example<Layer>(name) is not Activation)];

    public static TheoryData<string> Kernels => [.. Own<Kernel>()];

    public static TheoryData<string> Losses => [.. Own<Loss>()];

    // Members of this assembly are examples of what users write.
    private static IEnumerable<string> Own<TFamily>() => Catalog.Members<TFamily>().Where(member => member.Type.Assembly == typeof(Kernel).Assembly).Select(member => member.Name);

    private static T Example<T>(string name) => (T)Catalog.Find(typeof(T), name).Example();

    /// <summary>A network of vectors whose pre-activations have the same bits for points times 2^power.</summary>
    private static NeuralKernel Network(int power, ValueList<Layer> layers, KernelKind kind = KernelKind.Ntk) =>
        new(new Composed([new Flatten(), new Dense(WeightDeviation: Math.ScaleB(.75, -power), BiasDeviation: .5), .. layers, new Flatten(), new Dense(1, BiasDeviation: .25)]), kind);

    private static NeuralKernel ImageNetwork(int power, Layer layer, KernelKind kind) =>
        new(new Composed([new Convolution(8, WeightDeviation: Math.ScaleB(.75, -power), BiasDeviation: .5), layer, new Flatten(), new Dense(1)]), kind, new PointShape(6, 6));

    private static Matrix Times(Matrix points, int power) => new(points.Rows, points.Columns, [.. points.Values.ToArray().Select(value => Math.ScaleB(value, power))]);

    // Points near to each other are among them, and equal ones.
    private static Matrix Points(int count, int dimension, ulong seed)
    {
        var points = KernelContractTests.RandomPoints(count, seed, dimension: dimension);
        points.Row(0).CopyTo(points.Row(1));
        points.Row(0).CopyTo(points.Row(2));
        points[2, 0] *= 1 + 1e-5;
        return points;
    }

    private static void HasNoUnit(Func<int, Kernel> kernel, int dimension = 2, int degree = 0, bool hasFewPoints = false)
    {
        var x = Points(hasFewPoints ? 3 : 9, dimension, 1);
        var y = Points(hasFewPoints ? 4 : 7, dimension, 2);
        x.Row(0).CopyTo(y.Row(3));
        var weights = KernelContractTests.RandomPoints(x.Rows, 3, dimension: y.Rows);
        var (gram, pulled) = (kernel(0).Gram(x, y), kernel(0).Pullback(x, y, weights));
        Assert.Contains(pulled.Values.ToArray(), value => value != 0 || degree == 0);
        foreach (var power in hasFewPoints ? Powers[..2] : Powers)
        {
            Assert.Equal(Times(gram, degree * power).Values.ToArray(), kernel(power).Gram(Times(x, power), Times(y, power)).Values.ToArray());
            Assert.Equal(Times(pulled, (degree - 1) * power).Values.ToArray(), kernel(power).Pullback(Times(x, power), Times(y, power), weights).Values.ToArray());
        }
    }

    /// <summary>The kernel with its parameters Length and Lengths times 2^power; null if it has none.</summary>
    private static Kernel? OfLength(Kernel kernel, int power)
    {
        var constructor = kernel.GetType().GetConstructors().Single(candidate => candidate.GetParameters() is not [{ } only] || only.ParameterType != kernel.GetType());
        if (!constructor.GetParameters().Any(parameter => parameter.Name is "Length" or "Lengths")) return null;
        return (Kernel)constructor.Invoke([.. constructor.GetParameters().Select(parameter => (parameter.Name, kernel.GetType().GetProperty(parameter.Name!)!.GetValue(kernel)) switch
        {
            ("Length", double length) => Math.ScaleB(length, power),
            ("Lengths", ValueList<double> lengths) => ValueList.From([.. lengths.Select(length => Math.ScaleB(length, power))]),
            var (_, value) => value,
        })]);
    }

    [Theory, MemberData(nameof(Activations))]
    public void An_activation_has_no_unit(string name)
    {
        var activation = Example<Activation>(name);
        ValueList<Layer> layers = activation.NeedsUnitVariance ? [new LayerNormalization(), activation] : [activation];
        foreach (var kind in Enum.GetValues<KernelKind>()) HasNoUnit(power => Network(power, layers, kind));
    }

    [Theory, MemberData(nameof(LayersOfTheCatalog))]
    public void A_layer_has_no_unit(string name)
    {
        var layer = Example<Layer>(name);
        foreach (var kind in Enum.GetValues<KernelKind>())
        {
            if (layer.ReadsPositions) HasNoUnit(power => ImageNetwork(power, layer, kind), dimension: 36, hasFewPoints: true);
            else HasNoUnit(power => Network(power, [layer], kind));
        }
    }

    [Theory, MemberData(nameof(Kernels))]
    public void A_kernel_has_no_unit(string name)
    {
        var kernel = Example<Kernel>(name);
        if (Laws.TryGetValue(kernel.GetType(), out var law)) HasNoUnit(law.Kernel, degree: law.Degree);
        else HasNoUnit(power => OfLength(kernel, power) ?? throw new InvalidOperationException($"The kernel '{name}' has no length: say here how its values change with the unit of its points."));
    }

    [Theory, MemberData(nameof(Losses))]
    public void A_flow_has_no_unit(string name)
    {
        // Gradients are divided by the unit, steps multiplied by it: the step size goes with its square.
        var loss = Example<Loss>(name);
        Training training = loss.Affine is null ? new Ode(.5) : new Exact(.5);
        Matrix Moved(Func<int, Kernel> kernel, int power)
        {
            var flow = new GeneratorFlow(kernel(power), loss, training, new ExplicitEuler(Math.ScaleB(.25, 2 * power)), StepScaling.PerParticle);
            var (state, targets) = (new FlowState(Times(KernelContractTests.RandomPoints(6, 4, dimension: 2), power)), Times(Points(7, 2, 5), power));
            for (var step = 0; step < 3; step++) state = flow.Advance(state, targets);
            return Times(state.Parameters, -power);
        }

        foreach (var kernel in new Func<int, Kernel>[] { power => new GaussianKernel(Math.ScaleB(1, power)), power => Network(power, [new Relu()]), power => Network(power, [new Erf()], KernelKind.Nngp) })
        {
            var expected = Moved(kernel, 0);
            Assert.NotEqual(expected.Values.ToArray(), KernelContractTests.RandomPoints(6, 4, dimension: 2).Values.ToArray());
            foreach (var power in Powers) Assert.Equal(expected.Values.ToArray(), Moved(kernel, power).Values.ToArray());
        }
    }
}
