using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NtkGan.Data.Files;

namespace NtkGan.Experiments.Reproductions;

/// <summary>What came of the reproduction of a figure: the content of <c>reproduced.json</c> in its folder.</summary>
/// <param name="Id">The figure.</param>
/// <param name="What">What it shows.</param>
/// <param name="Paper">Whose it is.</param>
/// <param name="Source">What of it is known.</param>
/// <param name="Command">The command that does the same, without the program's name.</param>
/// <param name="IsQuick">Whether it was made with few steps.</param>
/// <param name="IsDone">False where it was interrupted, or could not be had.</param>
/// <param name="Reason">Why it is not done; empty else.</param>
/// <param name="Seconds">Wall-clock seconds, interrupted attempts included.</param>
/// <param name="Program">The program and its version.</param>
/// <param name="Commit">The commit that it was built from; empty where that is not known.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Numbers">Ours beside theirs.</param>
internal sealed record ReproducedFigure(string Id, string What, Paper Paper, string Source, string Command, bool IsQuick, bool IsDone, string Reason, double Seconds, string Program, string Commit, string Machine,
    IReadOnlyList<ReproducedNumber> Numbers)
{
    private const string File = "reproduced.json";

    /// <summary>The folder of a figure.</summary>
    public static string FolderOf(string folder, PublishedFigure figure, bool isQuick) => Path.Combine(folder, isQuick ? $"{figure.Id}-quick" : figure.Id);

    /// <summary>Does what is left to do of a figure, and reads its numbers.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="folder">Where the folders of all figures lie.</param>
    /// <param name="isQuick">Whether with few steps.</param>
    /// <param name="watch">Told of what happens.</param>
    /// <param name="cancellation">Asks for an end with a checkpoint.</param>
    /// <exception cref="UsageException">Its data are not here, a folder holds something else, or it cannot be had at all.</exception>
    /// <exception cref="InvalidDataFormatException">Data are damaged.</exception>
    /// <exception cref="NumericalException">A training has no answer.</exception>
    public static ReproducedFigure Carry(PublishedFigure figure, string folder, bool isQuick, ReproductionWatch watch, CancellationToken cancellation)
    {
        var (path, clock) = (FolderOf(folder, figure, isQuick), Stopwatch.StartNew());
        var before = Read(path);
        if (before is { IsDone: true } && before.Command == figure.Way.Command(isQuick)) return before with { What = figure.Way.What, Source = figure.Way.Source, Numbers = NumbersOf(figure, path) };
        var isOver = true;
        try
        {
            figure.Way.Carry(path, isQuick, watch, cancellation);
            isOver = !cancellation.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isOver = false;
        }

        var here = RunEnvironment.Here(0, []);
        var reproduced = Of(figure, isQuick, isOver ? "" : "interrupted", (before?.Seconds ?? 0) + clock.Elapsed.TotalSeconds) with
        {
            IsDone = isOver,
            Machine = FormattableString.Invariant($"{here.System}, {here.Processors} processors, {here.Threads} thread{(here.Threads == 1 ? "" : "s")}, vectors of {here.Simd}, {here.Runtime}"),
            Numbers = NumbersOf(figure, path),
        };
        Directory.CreateDirectory(path);
        AtomicFile.Write(Path.Combine(path, File), stream => stream.Write(new UTF8Encoding(false).GetBytes(JsonSerializer.Serialize(reproduced, RunJson.Indented.ReproducedFigure) + "\n")));
        return reproduced;
    }

    /// <summary>A figure that is not done, and why.</summary>
    public static ReproducedFigure Of(PublishedFigure figure, bool isQuick, string reason, double seconds = 0) => new(figure.Id, figure.Way.What, figure.Way.Paper, figure.Way.Source, figure.Way.Command(isQuick), isQuick, false, reason,
        Math.Round(seconds, 1), RunEnvironment.ProgramVersion, RunEnvironment.ProgramCommit, "", []);

    /// <summary>What the folder of a figure says, or null where it says nothing.</summary>
    public static ReproducedFigure? Read(string path)
    {
        try
        {
            return System.IO.File.Exists(Path.Combine(path, File)) ? JsonSerializer.Deserialize(System.IO.File.ReadAllText(Path.Combine(path, File)), RunJson.Indented.ReproducedFigure) is { Numbers: not null, Command: not null } read ? read : null : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<ReproducedNumber> NumbersOf(PublishedFigure figure, string path) => [.. figure.Way.Numbers.Select(number =>
    {
        var ours = number.Place.Read(path) / (number.Over is { } below ? below.Read(path) : 1);
        return new ReproducedNumber(number.What, ours, number.Theirs, number.From, ours is { } value ? number.Verdict(value) : "not reached", number.How);
    })];
}

/// <summary>A number of ours beside theirs.</summary>
/// <param name="What">What it is.</param>
/// <param name="Ours">Ours; null where the run did not come so far.</param>
/// <param name="Theirs">Theirs; empty where none is known.</param>
/// <param name="From">Where theirs is from.</param>
/// <param name="Verdict">"agrees", "differs", "not reached", or nothing where there is no tolerance.</param>
/// <param name="How">How they compare.</param>
internal sealed record ReproducedNumber(string What, double? Ours, string Theirs, string From, string Verdict, string How)
{
    /// <summary>Ours in few digits.</summary>
    public string Shown => Ours?.ToString("G4", System.Globalization.CultureInfo.InvariantCulture) ?? "-";
}
