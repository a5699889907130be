using NtkGan.Experiments.Configuration;
using NtkGan.Kernels;
using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>Two step sizes that go together.</summary>
/// <param name="Discriminator">eta_d above 0.</param>
/// <param name="Generator">eta_g above 0.</param>
public sealed record StepSizes(double Discriminator = .1, double Generator = .01)
{
    /// <summary>eta_d.</summary>
    public double Discriminator { get; } = Require.Positive(Discriminator);

    /// <summary>eta_g.</summary>
    public double Generator { get; } = Require.Positive(Generator);
}

/// <summary>True points and generated points that go together.</summary>
/// <param name="Name">Its name in pictures.</param>
/// <param name="Real">The true points.</param>
/// <param name="Generated">The generated points at the start.</param>
public sealed record Scene(string Name, PointMeasure Real, PointMeasure Generated)
{
    /// <summary>Two points on two.</summary>
    public static Scene Example => new("a pair", PointMeasure.Example, PointMeasure.Example);
}

/// <summary>Values to be tried beside each other, each with all of the others: the games of one experiment. The last list with several values gives the
/// curves of a panel, the others the panels.</summary>
/// <param name="Scenes">Points; those of the experiment if not given.</param>
/// <param name="Rates">Step sizes; those of the game if not given.</param>
/// <param name="Regularisations">Values of lambda; that of the game if not given.</param>
/// <param name="Kernels">Kernels; that of the game if not given.</param>
public sealed record Variation(ValueList<Scene>? Scenes = null, ValueList<StepSizes>? Rates = null, ValueList<double>? Regularisations = null, ValueList<Kernel>? Kernels = null)
{
    private const int MostGames = 1000;

    /// <summary>Points.</summary>
    public ValueList<Scene>? Scenes { get; } = Filled(Scenes, "scenes");

    /// <summary>Step sizes.</summary>
    public ValueList<StepSizes>? Rates { get; } = Filled(Rates, "rates");

    /// <summary>Values of lambda.</summary>
    public ValueList<double>? Regularisations { get; } = Filled(Regularisations, "regularisations");

    /// <summary>Kernels.</summary>
    public ValueList<Kernel>? Kernels { get; } = Filled(Kernels, "kernels");

    /// <summary>Every combination, in the order of the lists, the last running fastest.</summary>
    /// <param name="game">What is taken where no list is given.</param>
    /// <param name="scene">Likewise.</param>
    /// <exception cref="UsageException">There are too many.</exception>
    internal IReadOnlyList<Variant> Of(KernelGame game, Scene scene)
    {
        var scenes = (Scenes ?? [scene]).ToList();
        var rates = (Rates ?? [new(game.DiscriminatorRate, game.GeneratorRate)]).ToList();
        var regularisations = (Regularisations ?? [game.Regularisation]).ToList();
        var kernels = (Kernels ?? [game.Kernel]).ToList();
        if ((double)scenes.Count * rates.Count * regularisations.Count * kernels.Count > MostGames)
            throw new UsageException(FormattableString.Invariant($"vary describes more than {MostGames} games: shorten its lists."));
        int[] counts = [scenes.Count, rates.Count, regularisations.Count, kernels.Count];
        var last = counts.All(count => count == 1) ? counts.Length - 1 : Array.FindLastIndex(counts, count => count > 1);
        return [.. from s in scenes from r in rates from l in regularisations from k in kernels select Make(s, r, l, k)];

        Variant Make(Scene s, StepSizes r, double lambda, Kernel kernel)
        {
            string[] names = [s.Name, FormattableString.Invariant($"\u03b7d = {r.Discriminator}, \u03b7g = {r.Generator}"), FormattableString.Invariant($"\u03bb = {lambda}"), NameOf(kernel)];
            var panel = string.Join(", ", names.Where((_, i) => i != last && counts[i] > 1));
            return new(panel, names[last], s, new(kernel, r.Discriminator, r.Generator, lambda, game.Order, game.DiscriminatorSteps));
        }
    }

    /// <summary>A kernel in a legend: its name and keys.</summary>
    internal static string NameOf(Kernel kernel) => YamlWriter.Summary(RecordWriter.Write(kernel)).Replace('_', ' ');

    private static ValueList<T>? Filled<T>(ValueList<T>? list, string name) =>
        list is { Count: 0 } ? throw new UsageException($"{name} must not be empty: leave it out to take what the experiment has.") : list;
}

/// <summary>One game of several.</summary>
/// <param name="Panel">What it shares with the other curves of its panel.</param>
/// <param name="Curve">Its name there.</param>
/// <param name="Scene">Its points.</param>
/// <param name="Game">Its parameters.</param>
internal sealed record Variant(string Panel, string Curve, Scene Scene, KernelGame Game)
{
    public string Name => Panel.Length == 0 ? Curve : $"{Panel}, {Curve}";

    /// <summary>The configuration of a trial: points depend on the seed, the scene's name and the trial alone, so that games can be compared.</summary>
    public GameConfiguration Configuration(ulong seed, int trial) =>
        new(Game, Scene.Real.Draw(seed, $"real {Scene.Name}", trial), Scene.Generated.Draw(seed, $"generated {Scene.Name}", trial));
}
