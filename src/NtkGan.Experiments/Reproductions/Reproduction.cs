namespace NtkGan.Experiments.Reproductions;

/// <summary>The papers that this library unites, follow-ups included.</summary>
public enum Paper
{
    /// <summary>"A Neural Tangent Kernel Perspective of GANs" (ICML 2022), its poster and its toolkit GAN(TK)^2.</summary>
    GanTk,

    /// <summary>"Single-level Adversarial Data Synthesis based on Neural Tangent Kernels" (2022) and the authors' two programs.</summary>
    GaNtk,

    /// <summary>"Instability and Local Minima in GAN Training with Kernel Discriminators" (NeurIPS 2022) and its two follow-ups.</summary>
    IsolatedPoints,
}

/// <summary>How a figure, a table or a claim of a paper is made here, or why it cannot be had. Each is one file of the folder <c>figures</c>, named as its id.</summary>
/// <param name="What">What it shows, in one line.</param>
/// <param name="Paper">Whose it is.</param>
/// <param name="Source">What of it is known, and from where: paper, poster, toolkit, the authors' program or notebooks.</param>
/// <param name="Numbers">The numbers to read, beside those that are known.</param>
[Family("reproduction")]
public abstract record Reproduction(string What, Paper Paper, string Source, ValueList<PublishedNumber> Numbers)
{
    /// <summary>The command that does the same, without the program's name; empty where there is none.</summary>
    /// <param name="isQuick">Whether with few steps, within about a minute.</param>
    public abstract string Command(bool isQuick);

    /// <summary>False for what takes longer than a night: it runs by its id alone.</summary>
    public virtual bool FitsIntoANight => true;

    /// <summary>Does what is left to do in a folder, and draws it.</summary>
    /// <param name="folder">The folder; made if missing.</param>
    /// <param name="isQuick">Whether with few steps.</param>
    /// <param name="watch">Told of what happens.</param>
    /// <param name="cancellation">Asks for an end with a checkpoint.</param>
    /// <exception cref="UsageException">Its data are not here, a folder holds something else, or it cannot be had at all.</exception>
    internal abstract void Carry(string folder, bool isQuick, ReproductionWatch watch, CancellationToken cancellation);

    /// <summary>The picture to show of what was made in a folder, or null where there is none.</summary>
    /// <param name="folder">The folder.</param>
    internal virtual string? PictureIn(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal).FirstOrDefault() : null;
}

/// <summary>A number of ours, and what is known of theirs.</summary>
/// <param name="What">What it is.</param>
/// <param name="Place">Where ours stands.</param>
/// <param name="Over">What it is divided by; nothing if not given.</param>
/// <param name="Theirs">Theirs in words or digits, such as "240 to 290"; empty where none is known.</param>
/// <param name="From">Where theirs is from.</param>
/// <param name="Least">Ours agrees from this on; any if not given.</param>
/// <param name="Most">Ours agrees up to this; any if not given.</param>
/// <param name="How">How they compare: why the tolerance is what it is, or why there is none.</param>
public sealed record PublishedNumber(string What, NumberPlace Place, NumberPlace? Over = null, string Theirs = "", string From = "", double? Least = null, double? Most = null, string How = "")
{
    /// <summary>"agrees", "differs", or nothing where there is no tolerance.</summary>
    /// <param name="ours">Our number.</param>
    internal string Verdict(double ours) => Least is null && Most is null ? "" : ours >= (Least ?? double.NegativeInfinity) && ours <= (Most ?? double.PositiveInfinity) ? "agrees" : "differs";
}
