using System.Globalization;
using System.Text;
using NtkGan.Data.Files;

namespace NtkGan.Experiments.Reproductions;

/// <summary>A page in Markdown: what was reproduced, number beside number, with program, machine and seconds.</summary>
internal static class ReproductionPage
{
    /// <summary>Its usual name.</summary>
    public const string UsualName = "reproduced.md";

    /// <summary>Writes the page of all figures.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reproduced">What is done, or was tried.</param>
    /// <param name="command">The command that writes the page.</param>
    public static void Write(string path, IReadOnlyList<ReproducedFigure> reproduced, string command)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(Of(reproduced, command))));
    }

    /// <summary>The page.</summary>
    public static string Of(IReadOnlyList<ReproducedFigure> reproduced, string command)
    {
        var (text, done) = (new StringBuilder(), reproduced.Where(figure => figure.IsDone).ToList());
        var numbers = done.SelectMany(figure => figure.Numbers).ToList();
        text.Append("# The papers' figures and tables, reproduced\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Written by `{command}`; what it says is overwritten by the next one. ");
        text.Append(CultureInfo.InvariantCulture, $"{done.Count} entries in {done.Sum(figure => figure.Seconds):F0} seconds; of {numbers.Count} numbers {Count(numbers, "agrees")} agree with what is known of theirs, {Count(numbers, "differs")} differ, {Count(numbers, "not reached")} lie beyond the steps taken, the others stand without a tolerance.\n");
        foreach (var built in done.GroupBy(figure => (figure.Program, figure.Commit, figure.Machine)))
            text.Append(CultureInfo.InvariantCulture, $"By {built.Key.Program}{(built.Key.Commit.Length > 0 ? $", commit {built.Key.Commit}" : "")}; {built.Key.Machine}.\n");
        if (done.Any(figure => figure.IsQuick)) text.Append("Quick settings: few steps, few seeds. They show that each entry runs and where it heads, not where it ends.\n");
        foreach (var paper in reproduced.GroupBy(figure => figure.Paper))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {NameOf(paper.Key)}\n");
            foreach (var figure in paper.Where(figure => figure.IsDone)) Add(text, figure);
            var missing = paper.Where(figure => !figure.IsDone).ToList();
            if (missing.Count == 0) continue;
            text.Append("\n### Not had\n\n| id | what | why |\n|---|---|---|\n");
            foreach (var figure in missing) text.Append(CultureInfo.InvariantCulture, $"| {figure.Id} | {Cell(figure.What)} | {Cell(figure.Reason)} |\n");
        }

        return text.ToString();
    }

    /// <summary>The paper's name.</summary>
    public static string NameOf(Paper paper) => paper switch
    {
        Paper.GanTk => "A Neural Tangent Kernel Perspective of GANs",
        Paper.GaNtk => "Single-level Adversarial Data Synthesis based on NTKs",
        _ => "Instability and Local Minima in GAN Training with Kernel Discriminators, and its follow-ups",
    };

    private static void Add(StringBuilder text, ReproducedFigure figure)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {figure.Id}\n{figure.What}.{(figure.Source.Length > 0 ? $" Known: {figure.Source}." : "")} Made by `{figure.Command}` of ntkgan in {figure.Seconds:F0} s.\n");
        if (figure.Numbers.Count == 0) return;
        text.Append("\n| number | theirs | ours | | theirs from; how they compare |\n|---|---|---|---|---|\n");
        foreach (var number in figure.Numbers)
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(number.What)} | {Cell(number.Theirs)} | {number.Shown} | {number.Verdict} | {Cell(string.Join("; ", new[] { number.From, number.How }.Where(words => words.Length > 0)))} |\n");
    }

    private static string Cell(string text) => PrintableText.Line(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static int Count(IReadOnlyList<ReproducedNumber> numbers, string verdict) => numbers.Count(number => number.Verdict == verdict);
}
