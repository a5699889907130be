using NtkGan.Architectures;
using NtkGan.Movers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.State;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Networks;

public class OptimizerTests
{
    private static readonly Matrix Points = new(4, 2, RandomMatrices.Normal(8, 1));

    public static TheoryData<string> Names => [.. Catalog.Members<Mover>().Select(member => member.Name).Append("sgd with momentum")];

    private static Mover Find(string name) => name == "sgd with momentum" ? new Sgd(.05, .9) : (Mover)Catalog.Find(typeof(Mover), name).Example();

    private static Network Make() => Network.Of(new Mlp(hiddenLayers: 2, width: 5, biasDeviation: 1), new PointShape(2), 3);

    // A step towards random labels: L = sum_i (f(x_i) - y_i)^2/2.
    private static void Step(Descent descent, Network network, ulong number)
    {
        var labels = RandomMatrices.Normal(4, number);
        double[] Residuals() => [.. network.Forward(Points).Values.ToArray().Zip(labels, (value, label) => value - label)];
        descent.Step(() => network.Gradient(Points, new Matrix(4, 1, Residuals())), () => DotProduct.Of(Residuals(), Residuals()) / 2, .05);
    }

    [Theory, MemberData(nameof(Names))]
    public void Goes_downhill(string name)
    {
        using var network = Make();
        var descent = new Descent(Find(name), network);
        double Cost() => DotProduct.Of(network.Forward(Points).Values, network.Forward(Points).Values);
        var before = Cost();
        for (var k = 0; k < 5; k++)
        {
            descent.Step(() => network.Gradient(Points, network.Forward(Points)), () => Cost() / 2, .01);
        }

        Assert.InRange(Cost(), 0, before * .99);
        Assert.Equal(5, descent.Steps);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_saved_descent_goes_on_to_the_same_bits(string name)
    {
        using Network one = Make(), two = Make();
        Descent first = new(Find(name), one), second = new(Find(name), two);
        for (ulong k = 0; k < 3; k++) Step(first, one, k);
        two.Restore(one.Save());
        second.Restore(first.Save());
        for (ulong k = 3; k < 6; k++)
        {
            Step(first, one, k);
            Step(second, two, k);
        }

        Assert.Equal(one.Save().SelectMany(pair => pair.Value.Values.ToArray()), two.Save().SelectMany(pair => pair.Value.Values.ToArray()));
        Assert.Equal(first.Steps, second.Steps);
        Assert.InRange(second.Steps, Find(name).NeedsCost ? 1 : 6, 6);
        second.Reset();
        var fresh = new Descent(Find(name), two);
        Assert.Equal(fresh.Save().SelectMany(pair => pair.Value.Values.ToArray()), second.Save().SelectMany(pair => pair.Value.Values.ToArray()));
        Assert.Throws<InvalidDataFormatException>(() => second.Restore(new Dictionary<string, Matrix>()));
        var foreign = first.Save().ToDictionary();
        foreign["other"] = new Matrix(1, 1);
        Assert.Throws<InvalidDataFormatException>(() => second.Restore(foreign));
    }

    [Fact]
    public void Moves_are_those_of_the_formulas()
    {
        Follows(new Sgd(.1), (_, gradients) => -.1 * gradients[^1]);
        Follows(new Sgd(.1, .5), (_, gradients) => -.1 * gradients.Select((gradient, k) => Math.Pow(.5, gradients.Count - 1 - k) * gradient).Sum());
        Follows(new Adam(.01, .8, .9, 1e-3), (step, gradients) =>
        {
            double Mean(double decay, int power) => (1 - decay) * gradients.Select((gradient, k) => Math.Pow(decay, step - 1 - k) * Math.Pow(gradient, power)).Sum() / (1 - Math.Pow(decay, step));
            return -.01 * Mean(.8, 1) / (Math.Sqrt(Mean(.9, 2)) + 1e-3);
        });
    }

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        Assert.Throws<UsageException>(() => new Sgd(0));
        Assert.Throws<UsageException>(() => new Sgd(double.NaN));
        Assert.Throws<UsageException>(() => new Sgd(1, 1));
        Assert.Throws<UsageException>(() => new Adam(FirstDecay: -.1));
        Assert.Throws<UsageException>(() => new Adam(SecondDecay: 1));
        Assert.Throws<UsageException>(() => new Adam(Epsilon: 0));
        Assert.Throws<UsageException>(() => new Adam() with { LearningRate = 0 });
        using var network = Make();
        var gradient = network.Gradient(Points, network.Forward(Points));
        Assert.Contains("lbfgs looks for lower costs", Assert.Throws<UsageException>(() => new Descent(new Lbfgs(), network).Step(() => gradient)).Message, StringComparison.Ordinal);
    }

    // One weight, followed through four steps.
    private static void Follows(Mover optimizer, Func<int, List<double>, double> move)
    {
        using var network = Make();
        var descent = new Descent(optimizer, network);
        var gradients = new List<double>();
        for (var step = 1; step <= 4; step++)
        {
            var gradient = network.Gradient(Points, new Matrix(4, 1, RandomMatrices.Normal(4, (ulong)step)));
            gradients.Add(gradient.ToMatrices()["weights_2"][2, 3]);
            var before = network.Save()["weights_2"][2, 3];
            descent.Step(() => gradient);
            Close.Rounding(before + move(step, gradients), network.Save()["weights_2"][2, 3]);
        }
    }
}
