using System.Globalization;

namespace NtkGan.Experiments.Reproductions;

/// <summary>How one fake is drawn to one target, under several architectures and losses in one picture.</summary>
/// <param name="What">What it shows, in one line.</param>
/// <param name="Paper">Whose it is.</param>
/// <param name="Words">Presets and key=value settings, as of the command vector-field: commas make panels.</param>
/// <param name="Source">What of it is known, and from where.</param>
/// <param name="Grid">Points of the grid along each axis, at least 2.</param>
/// <param name="QuickGrid">The same where it is to be quick.</param>
/// <param name="Numbers">The numbers to read.</param>
public sealed record VectorFieldReproduction(string What, Paper Paper, ValueList<string> Words, string Source = "", int Grid = 15, int QuickGrid = 15,
    ValueList<PublishedNumber>? Numbers = null) : Reproduction(What, Paper, Source, Numbers ?? [])
{
    /// <summary>An example.</summary>
    public static VectorFieldReproduction Example => new("How a fake moves", Paper.GanTk, ["relu", "ipm"]);

    /// <summary>Points of the grid along each axis.</summary>
    public int Grid { get; } = Require.AtLeast(2, Grid);

    /// <summary>The same where it is to be quick.</summary>
    public int QuickGrid { get; } = Require.AtLeast(2, QuickGrid);

    /// <inheritdoc/>
    public override string Command(bool isQuick) => string.Create(CultureInfo.InvariantCulture, $"vector-field {string.Join(' ', Words.Select(Reports.ShellWords.Quoted))} --grid {(isQuick ? QuickGrid : Grid)}");

    internal override void Carry(string folder, bool isQuick, ReproductionWatch watch, CancellationToken cancellation)
    {
        var (fields, grid) = (VectorFields.Of(Words), isQuick ? QuickGrid : Grid);
        Directory.CreateDirectory(folder);
        fields.Draw(Path.Combine(folder, "field"), grid, 2, watch.Parts((long)fields.Count * grid * grid, "trainings of a discriminator"), cancellation);
    }
}
