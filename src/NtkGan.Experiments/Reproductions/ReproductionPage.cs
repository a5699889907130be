using System.Globalization;
using System.Text;
using NtkGan.Data.Files;
using NtkGan.Experiments.Reports;

namespace NtkGan.Experiments.Reproductions;

/// <summary>A page in Markdown: what was reproduced, number beside number, with program, machine and seconds, and a small picture of each figure in a folder
/// beside the page, of its name.</summary>
internal static class ReproductionPage
{
    /// <summary>Its usual name.</summary>
    public const string UsualName = "results.md";

    private const int PictureWidth = 720;
    private const string Title = "# The papers' figures and tables, reproduced";

    /// <summary>Refuses a file that is something else, before it would be overwritten.</summary>
    /// <exception cref="UsageException">It is no page of this kind.</exception>
    public static void EnsureIsPage(string path)
    {
        if (Directory.Exists(path)) throw new UsageException($"{path} is a folder: name a file for the page.");
        if (File.Exists(path) && File.ReadLines(path).FirstOrDefault() != Title) throw new UsageException($"{path} is there and is no page of results: name another file, or remove it.");
    }

    /// <summary>Writes the page of all figures, and their pictures.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reproduced">What is done, or was tried.</param>
    /// <param name="command">The command that writes the page.</param>
    /// <param name="folder">Where the folders of all figures lie.</param>
    public static void Write(string path, IReadOnlyList<ReproducedFigure> reproduced, string command, string folder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var pictures = new Dictionary<string, string>();
        foreach (var figure in reproduced.Where(figure => figure.IsDone))
        {
            var published = PublishedFigure.Find(figure.Id);
            if (published.Way.PictureIn(ReproducedFigure.FolderOf(folder, published, figure.IsQuick)) is not { } file || ReportPicture.Read(file, PictureWidth) is not { } picture) continue;
            var name = $"{Path.GetFileNameWithoutExtension(path)}/{figure.Id}.webp";
            var target = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            AtomicFile.Write(target, stream => stream.Write(picture.Content));
            pictures[figure.Id] = name;
        }

        AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(Of(reproduced, command, pictures))));
    }

    /// <summary>The page.</summary>
    /// <param name="reproduced">What is done, or was tried.</param>
    /// <param name="command">The command that writes the page.</param>
    /// <param name="pictures">The address of each figure's picture, where it has one.</param>
    public static string Of(IReadOnlyList<ReproducedFigure> reproduced, string command, IReadOnlyDictionary<string, string> pictures)
    {
        var (text, done) = (new StringBuilder(), reproduced.Where(figure => figure.IsDone).ToList());
        var numbers = done.SelectMany(figure => figure.Numbers).ToList();
        text.Append(Title).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Written by `{command}`; what it says is overwritten by the next one. ");
        text.Append(CultureInfo.InvariantCulture, $"{done.Count} entries in {done.Sum(figure => figure.Seconds):F0} seconds; of {numbers.Count} numbers {Count(numbers, "agrees")} agree with what is known of theirs, {Count(numbers, "differs")} differ, {Count(numbers, "not reached")} lie beyond the steps taken, the others stand without a tolerance.\n");
        foreach (var built in done.GroupBy(figure => (figure.Program, figure.Commit, figure.Machine)))
            text.Append(CultureInfo.InvariantCulture, $"By {built.Key.Program}{(built.Key.Commit.Length > 0 ? $", commit {built.Key.Commit}" : "")}; {built.Key.Machine}.\n");
        if (done.Any(figure => figure.IsQuick)) text.Append("Quick settings: few steps, few seeds. They show that each entry runs and where it heads, not where it ends.\n");
        foreach (var paper in reproduced.GroupBy(figure => figure.Paper))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {NameOf(paper.Key)}\n");
            foreach (var figure in paper.Where(figure => figure.IsDone)) Add(text, figure, pictures);
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

    private static void Add(StringBuilder text, ReproducedFigure figure, IReadOnlyDictionary<string, string> pictures)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {figure.Id}\n{figure.What}.{(figure.Source.Length > 0 ? $" Known: {figure.Source}." : "")} Made by `{figure.Command}` of ntkgan in {figure.Seconds:F0} s.\n");
        if (pictures.TryGetValue(figure.Id, out var picture)) text.Append(CultureInfo.InvariantCulture, $"\n![{Cell(figure.What).Replace('[', '(').Replace(']', ')')}]({picture})\n");
        if (figure.Numbers.Count == 0) return;
        text.Append("\n| number | theirs | ours | | theirs from; how they compare |\n|---|---|---|---|---|\n");
        foreach (var number in figure.Numbers)
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(number.What)} | {Cell(number.Theirs)} | {number.Shown} | {number.Verdict} | {Cell(string.Join("; ", new[] { number.From, number.How }.Where(words => words.Length > 0)))} |\n");
    }

    private static string Cell(string text) => PrintableText.Line(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static int Count(IReadOnlyList<ReproducedNumber> numbers, string verdict) => numbers.Count(number => number.Verdict == verdict);
}
