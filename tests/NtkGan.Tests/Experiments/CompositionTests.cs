using NtkGan.Experiments;
using NtkGan.Movers;

namespace NtkGan.Tests.Experiments;

public sealed class CompositionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string name, string yaml)
    {
        System.IO.File.WriteAllText(_folder[name], yaml);
        return _folder[name];
    }

    private static ParticleFlowExperiment Flow(params IReadOnlyList<string> arguments) => (ParticleFlowExperiment)Composition.Of(arguments).Experiment;

    public static TheoryData<string> Presets => [.. Preset.All.Select(preset => preset.Name)];

    [Fact]
    public void Nothing_means_the_defaults() => Assert.Equal(new ParticleFlowExperiment(), Flow());

    [Theory, MemberData(nameof(Presets))]
    public void Every_preset_makes_an_experiment_that_reads_back(string name)
    {
        var composition = Composition.Of(name);
        Assert.Equal(composition.Experiment, Composition.Of(File("again.yaml", composition.Text)).Experiment);
        Assert.InRange(Preset.Find(name).Description.Length, 10, 120);
        Assert.Single(Preset.All, preset => preset.Name == name);
    }

    [Fact]
    public void Explicit_values_win_over_presets_and_later_files_over_earlier()
    {
        var (one, two) = (File("one.yaml", "seed: 2\nflow: { iterations: 5 }"), File("two.yaml", "flow: { iterations: 6, method: { step_size: 3 } }"));
        var flow = Flow("seed=9", one, two, "flow.method.step_size=4");
        Assert.Equal((9UL, 6, new ExplicitEuler(4)), (flow.Seed, flow.Flow.Iterations, (ExplicitEuler)flow.Flow.Method));
        Assert.Equal(5, Flow(two, one).Flow.Iterations);
        Assert.Equal("one-two", Composition.Of(one, two).Name);
    }

    [Fact]
    public void A_changed_kind_starts_from_its_own_defaults() =>
        Assert.Equal(new AdaptiveHeun(Tolerance: 0.5), Flow("flow.method.step_size=7", "flow.method.kind=adaptive", "flow.method.tolerance=0.5").Flow.Method);

    [Fact]
    public void Movers_are_one_family_under_all_their_names()
    {
        Assert.Equal(new OptimizerMethod(new Adam(.001)), Flow("flow.method.kind=optimizer").Flow.Method);
        Assert.Equal(new OptimizerMethod(new Sgd(.1, .9)), Flow("flow.method={kind: optimizer, optimizer: {kind: sgd, momentum: 0.9}}").Flow.Method);
        Assert.Equal(new Adam(.02), Flow("flow.method={kind: adam, learning_rate: 0.02}").Flow.Method);
        Mover Synthesis(string text) => ((SynthesisExperiment)Composition.Of(File("s.yaml", $"kind: synthesis\noptimizer: {text}")).Experiment).Optimizer;
        Assert.Equal(new Adam(.01), Synthesis("adam"));
        Assert.Equal(new GradientDescent(3000), Synthesis("{ kind: gradient_descent, learning_rate: 3000 }"));
        Assert.Equal(new Lbfgs(), Synthesis("lbfgs"));
        Assert.Equal(new AdaptiveHeun(), Synthesis("adaptive"));
    }

    [Fact]
    public void A_part_of_a_default_can_be_set_alone()
    {
        var kernel = (NtkGan.Kernels.NeuralKernel)Flow("kernel.architecture.hidden_layers=2").Kernel;
        Assert.Equal(2, ((NtkGan.Architectures.Mlp)kernel.Architecture).HiddenLayers);
    }

    [Fact]
    public void Every_value_tells_its_origin()
    {
        var lines = Composition.Of(File("one.yaml", "seed: 2\nloss: lsgan\nkernel:\n  kind: gaussian\n  length: 3"), "flow.iterations=5").TextWithOrigins.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("seed: 2  # ") && line.EndsWith("one.yaml:1"));
        Assert.Contains(lines, line => line.StartsWith("  kind: lsgan  # ") && line.EndsWith("one.yaml:2"));
        Assert.Contains(lines, line => line.StartsWith("  length: 3  # ") && line.EndsWith("one.yaml:5"));
        Assert.Contains("  iterations: 5  # the command line", lines);
        Assert.Contains("  scaling: mean  # default", lines);
    }

    [Theory]
    [InlineData("flow.iteration=5", "the command line: flow: there is no key 'iteration'. Did you mean 'iterations'?")]
    [InlineData("seeed=5", "the command line: there is no key 'seeed'. Did you mean 'seed'?")]
    [InlineData("kind=particle", "the command line: There is no experiment 'particle'.")]
    [InlineData("flow.method.step_size=-1", "the command line: flow.method: step_size must be a number above 0, not -1.")]
    [InlineData("flow.iterations=-1", "the command line: flow: iterations must be at least 0, not -1.")]
    [InlineData("no-such-preset", "There is no preset and no file 'no-such-preset'.")]
    [InlineData("points.csv", "'points.csv' is no preset and no experiment file (.yaml): a file of points is named in a setting, such as target.data={kind: points, path: points.csv}")]
    [InlineData("no/such.yaml", "There is no experiment file 'no/such.yaml'.")]
    public void Mistakes_are_named(string argument, string message) => Assert.StartsWith(message, Assert.Throws<UsageException>(() => Composition.Of(argument)).Message);
}
