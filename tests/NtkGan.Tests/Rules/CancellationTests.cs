using System.Diagnostics;
using NtkGan.Architectures;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Stability;
using NtkGan.Synthesis;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Rules;

/// <summary>Every operation that may be long takes a token, and ends by it; where it has steps, it reports them.</summary>
public class CancellationTests
{
    private static readonly Matrix Points = new(12, 2, RandomMatrices.Normal(24, 1)), Others = new(9, 2, RandomMatrices.Normal(18, 2));

    private static readonly GaussianKernel Kernel = new();

    private static readonly Dictionary<string, Action<CancellationToken>> Operations = new()
    {
        ["Gram matrix"] = token => Kernel.Gram(Points, token),
        ["Gram matrix of two sets"] = token => Kernel.Gram(Points, Others, token),
        ["diagonal"] = token => Kernel.Diagonal(Points, token),
        ["pullback"] = token => Kernel.Pullback(Points, new Matrix(12, 12), token),
        ["pullback of two sets"] = token => Kernel.Pullback(Points, Others, new Matrix(12, 9), token),
        ["expansion"] = token => Kernel.Expand(Points, Others, new double[9], new double[12], null, token),
        ["both kernels"] = token => new NeuralKernel().Both(Points, token),
        ["both kernels of two sets"] = token => new NeuralKernel().Both(Points, Others, token),
        ["empirical tangent kernel"] = token => new EmpiricalTangentKernel(Network.Of(new Mlp(width: 4), new PointShape(2), 1)).Gram(Points, token),
        ["Sinkhorn divergence"] = token => new SinkhornDivergence().Measure(new(Points, Others), token),
        ["exact transport"] = token => Wasserstein.Squared(Points, new double[12].Select(_ => 1.0).ToArray(), Others, new double[9].Select(_ => 1.0).ToArray(), token),
        ["assignment"] = token => new Wasserstein().Measure(new(Points, Points), token),
        ["ODE"] = token => new Ode().Train(TrainingProblem.Of(Kernel, Points, 6, new Lsgan()), token),
        ["training in closed form"] = token => new Exact().Train(TrainingProblem.Of(Kernel, Points, 6, new Lsgan()), token),
        ["training of a network"] = token => new NetworkTraining().Start(new NeuralKernel(new Mlp(width: 4)), new Lsgan()).Train(Points, Others, token),
        ["step of a flow"] = token => Flow.Advance(new(Points), Others, cancellation: token),
        ["field of a flow"] = token => Flow.Observe(Points, Others, token),
        ["synthesis"] = token => new Synthesizer().Fit(Points).Sample(3, cancellation: token),
        ["step of a synthesis"] = token => Descent.Advance(Descent.Start(Others), token),
        ["simulation"] = token => Game.Advance(10, null, token),
        ["vector field"] = token => VectorField.Of(new ParticleFlowExperiment(), 2, 2, cancellation: token),
        ["adequacy"] = token => new Adequacy((ParticleFlowExperiment)Composition.Of(["adequacy-1d"]).Experiment).Error(8, 2, AdequacyPicture.Line, cancellation: token),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    private static GeneratorFlow Flow => new(Kernel, new Lsgan(), new Exact(), new ExplicitEuler(.1));

    private static SynthesisDescent Descent => new(new(new SynthesisProblem([new(Kernel)]), Points, Others.Rows));

    private static KernelDescentAscent Game => new(new GameConfiguration(new KernelGame(Kernel), new(Points, [.. Enumerable.Repeat(1 / 12.0, 12)]), new(Others, [.. Enumerable.Repeat(1 / 9.0, 9)])));

    [Theory, MemberData(nameof(Names))]
    public void Ends_by_its_token_or_by_that_of_the_flow_of_control(string name)
    {
        var operation = Operations[name];
        Assert.ThrowsAny<OperationCanceledException>(() => operation(new(canceled: true)));
        using var open = new CancellationTokenSource();
        using (Workers.Cancel(new(canceled: true))) Assert.ThrowsAny<OperationCanceledException>(() => operation(open.Token));
        operation(open.Token);
        Workers.ThrowIfCancelled();
    }

    [Fact]
    public void A_token_ends_work_that_has_begun()
    {
        var points = new Matrix(4000, 300, RandomMatrices.Normal(4000 * 300, 3));
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        using var never = new CancellationTokenSource();
        using var outer = Workers.Cancel(never.Token);
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (clock.Elapsed < TimeSpan.FromMinutes(1)) Kernel.Gram(points, source.Token);
        });
    }

    [Fact]
    public void Steps_are_reported()
    {
        var updates = new List<int>();
        Game.Advance(3, new Told<int>(updates.Add), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3], updates);
        var points = new List<int>();
        VectorField.Of(new ParticleFlowExperiment(), 2, 2, progress: new Told<int>(points.Add), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4], points);
    }
}
