namespace NtkGan.Experiments.Reproductions;

/// <summary>Runs of experiments of any kind, side by side: flows, syntheses, simulations, maps. What was interrupted goes on, what is done stays.</summary>
/// <param name="What">What it shows, in one line.</param>
/// <param name="Paper">Whose it is.</param>
/// <param name="Words">Presets and key=value settings, as of the command compare: commas make combinations.</param>
/// <param name="Source">What of it is known, and from where.</param>
/// <param name="Seeds">Runs of each experiment: seeds 1, 2, ...; at least 1.</param>
/// <param name="Quick">Settings that make it last about a minute, on top.</param>
/// <param name="QuickSeeds">Runs of each experiment where it is to be quick.</param>
/// <param name="Long">Whether it takes longer than a night, so that it runs by its id alone.</param>
/// <param name="Numbers">The numbers to read.</param>
/// <param name="Picture">The run whose last frame is the picture to show; if not given, that of a run that stands alone, else the curves of all.</param>
public sealed record RunsReproduction(string What, Paper Paper, ValueList<string> Words, string Source = "", int Seeds = 1, ValueList<string>? Quick = null, int QuickSeeds = 1,
    bool Long = false, ValueList<PublishedNumber>? Numbers = null, string Picture = "") : Reproduction(What, Paper, Source, Numbers ?? [])
{
    /// <summary>An example.</summary>
    public static RunsReproduction Example => new("A flow onto eight Gaussians", Paper.GanTk, ["eight-gaussians"]);

    /// <summary>Settings that make it quick.</summary>
    public ValueList<string> Quick { get; } = Quick ?? [];

    /// <summary>Runs of each experiment.</summary>
    public int Seeds { get; } = Require.AtLeast(1, Seeds);

    /// <summary>Runs of each experiment where it is to be quick.</summary>
    public int QuickSeeds { get; } = Require.AtLeast(1, QuickSeeds);

    /// <inheritdoc/>
    public override bool FitsIntoANight => !Long;

    /// <inheritdoc/>
    public override string Command(bool isQuick) => FormattableString.Invariant($"compare {string.Join(' ', WordsOf(isQuick).Select(Reports.ShellWords.Quoted))} --seeds {SeedsOf(isQuick)}");

    /// <summary>The words of the comparison.</summary>
    internal IReadOnlyList<string> WordsOf(bool isQuick) => isQuick ? [.. Words.Where(word => !Quick.Any(quick => KeyOf(quick) == KeyOf(word))), .. Quick] : Words;

    private static string KeyOf(string word) => Configuration.Overrides.IsOverride(word) ? word[..word.IndexOf('=')] : word;

    /// <summary>The number of its seeds.</summary>
    internal int SeedsOf(bool isQuick) => isQuick ? QuickSeeds : Seeds;

    internal override void Carry(string folder, bool isQuick, ReproductionWatch watch, CancellationToken cancellation)
    {
        var comparison = Comparison.Of(WordsOf(isQuick), SeedsOf(isQuick), folder);
        comparison.Run(watch.CommandLine, watch.Runs(comparison), watch.Warning, cancellation);
    }

    internal override string? PictureIn(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var runs = Directory.GetDirectories(folder, Picture.Length > 0 ? Picture : "*-seed1");
        var frames = runs.Length == 1 ? Path.Combine(runs[0], "frames") : "";
        var last = !Directory.Exists(frames) ? null : Directory.GetFiles(frames, "*.png").Where(frame => Path.GetFileNameWithoutExtension(frame).All(char.IsAsciiDigit)).Order(StringComparer.Ordinal).LastOrDefault();
        return last ?? base.PictureIn(folder);
    }
}
