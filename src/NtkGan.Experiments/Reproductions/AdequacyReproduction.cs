using System.Globalization;
using System.Text;
using NtkGan.Data.Files;

namespace NtkGan.Experiments.Reproductions;

/// <summary>Finite discriminators beside their limit, as the command adequacy draws them. The errors of each width stand in <c>errors.csv</c>, the fitted slope last.</summary>
/// <param name="What">What it shows, in one line.</param>
/// <param name="Paper">Whose it is.</param>
/// <param name="Plane">Whether in the plane; on a line else.</param>
/// <param name="Words">Presets and key=value settings on top of adequacy-1d or adequacy-2d.</param>
/// <param name="Source">What of it is known, and from where.</param>
/// <param name="Widths">Widths, on a line.</param>
/// <param name="Seeds">Networks of each width, on a line; at least 1.</param>
/// <param name="QuickSeeds">Networks of each width where it is to be quick.</param>
/// <param name="Numbers">The numbers to read.</param>
public sealed record AdequacyReproduction(string What, Paper Paper, bool Plane = false, ValueList<string>? Words = null, string Source = "", ValueList<int>? Widths = null,
    int Seeds = 12, int QuickSeeds = 3, ValueList<PublishedNumber>? Numbers = null) : Reproduction(What, Paper, Source, Numbers ?? [])
{
    /// <summary>An example.</summary>
    public static AdequacyReproduction Example => new("Finite discriminators and their limit", Paper.GanTk);

    /// <summary>Settings on top of the preset.</summary>
    public ValueList<string> Words { get; } = Words ?? [];

    /// <summary>Widths.</summary>
    public ValueList<int> Widths { get; } = Widths ?? [64, 128, 256, 512];

    /// <summary>Networks of each width.</summary>
    public int Seeds { get; } = Require.AtLeast(1, Seeds);

    /// <summary>Networks of each width where it is to be quick.</summary>
    public int QuickSeeds { get; } = Require.AtLeast(1, QuickSeeds);

    /// <inheritdoc/>
    public override string Command(bool isQuick) => string.Join(' ', ["adequacy", Plane ? "2d" : "1d", .. Words.Select(Reports.ShellWords.Quoted),
        .. Plane ? [] : (string[])["--widths", string.Join(',', Widths), "--seeds", (isQuick ? QuickSeeds : Seeds).ToString(CultureInfo.InvariantCulture)]]);

    /// <summary>The experiment whose training is compared.</summary>
    internal ParticleFlowExperiment Experiment => Composition.Of([Plane ? "adequacy-2d" : "adequacy-1d", .. Words]).Experiment as ParticleFlowExperiment
        ?? throw new UsageException("Adequacy needs the data, kernel, loss and training of a particle_flow.");

    internal override void Carry(string folder, bool isQuick, ReproductionWatch watch, CancellationToken cancellation)
    {
        var experiment = Experiment;
        var adequacy = new Adequacy(experiment);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "adequacy");
        if (Plane)
        {
            AdequacyPicture.InPlane(adequacy, experiment.Seed, What).Save(path, experiment);
            return;
        }

        var seeds = isQuick ? QuickSeeds : Seeds;
        var progress = watch.Parts((long)seeds * Widths.Count, "networks");
        List<WidthError> errors = [.. Widths.Select(width => adequacy.Error(width, seeds, AdequacyPicture.Line, progress, cancellation))];
        AdequacyPicture.OnLine(adequacy, Widths, experiment.Seed, What).With(errors).Save(path, experiment);
        var slope = Adequacy.Slope(errors);
        var text = new StringBuilder("width,error\n");
        foreach (var error in errors) text.Append(CultureInfo.InvariantCulture, $"{error.Width},{error.Value:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"slope,{slope.Slope:R}\n");
        AtomicFile.Write(Path.Combine(folder, "errors.csv"), stream => stream.Write(Encoding.ASCII.GetBytes(text.ToString())));
    }
}
