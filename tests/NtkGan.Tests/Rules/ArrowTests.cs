using System.Text.RegularExpressions;

namespace NtkGan.Tests.Rules;

/// <summary>The arrows between the library's folders: each may use what is listed, and nothing above it.</summary>
public partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Numerics"] = [],
        ["State"] = ["Numerics"],
        ["Movers"] = ["State", "Numerics"],
        ["Spectral"] = ["Numerics"],
        ["Architectures"] = ["Numerics"],
        ["Kernels"] = ["Architectures", "Spectral", "Numerics"],
        ["Networks"] = ["Movers", "State", "Architectures", "Spectral", "Numerics"],
        ["Games"] = ["Movers", "State", "Kernels", "Networks", "Architectures", "Spectral", "Numerics"],
        ["Synthesis"] = ["Data", "Movers", "State", "Games", "Kernels", "Architectures", "Spectral", "Numerics"],
        ["Generators"] = ["Movers", "State", "Synthesis", "Games", "Kernels", "Networks", "Architectures", "Spectral", "Numerics"],
        ["Stability"] = ["State", "Kernels", "Architectures", "Spectral", "Numerics"],
        ["Data"] = ["Numerics"],
        ["Tables"] = ["Data", "Metrics", "Synthesis", "Movers", "Kernels", "Architectures", "Spectral", "Numerics"],
        ["Autoencoders"] = ["Data", "Metrics", "Networks", "Movers", "State", "Kernels", "Architectures", "Spectral", "Numerics"],
        ["Metrics"] = ["Kernels", "Spectral", "Numerics"],
    };

    [Fact]
    public void Every_folder_is_known() => Assert.Empty(Directory.GetDirectories(Repository.Library)
        .Select(Path.GetFileName).Except([.. MayUse.Keys, "Assets", "bin", "obj"]));

    [Fact]
    public void No_arrow_runs_back_up()
    {
        var wrong = new List<string>();
        foreach (var path in Repository.Sources("src/NtkGan"))
        {
            var parts = Path.GetRelativePath(Repository.Library, path).Split(Path.DirectorySeparatorChar);
            var folder = parts.Length > 1 ? parts[0] : "";
            var allowed = folder.Length == 0 ? [] : MayUse[folder].Append(folder);
            wrong.AddRange(UsedBy(File.ReadAllText(path)).Where(used => !allowed.Contains(used)).Select(used => $"{Path.Combine(parts)} uses {used}"));
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("using NtkGan.Kernels;", true)]
    [InlineData("Kernels.Kernel k;", true)]
    [InlineData("(Kernels.Radial.GaussianKernel)k", true)]
    [InlineData("global::NtkGan.Kernels.Kernel k;", true)]
    [InlineData("var n = Kernels.Count;", false)]
    [InlineData("experiment.Kernels.Kernel", false)]
    [InlineData("MyKernels.Kernel", false)]
    public void Qualified_names_are_arrows_too(string source, bool isArrow) => Assert.Equal(isArrow, UsedBy(source).Contains("Kernels"));

    /// <summary>The folders that a source names: by their namespace, or relative to NtkGan by a type or a folder in them. A property may be called as a folder.</summary>
    private static IEnumerable<string> UsedBy(string source) =>
        Absolute().Matches(source).Select(match => match.Groups[1].Value)
            .Concat(Relative().Matches(source).Where(match => NamesIn(match.Groups[1].Value).Contains(match.Groups[2].Value)).Select(match => match.Groups[1].Value)).Distinct();

    private static readonly Dictionary<string, IReadOnlySet<string>> Names = [];

    private static IReadOnlySet<string> NamesIn(string folder)
    {
        lock (Names)
        {
            if (Names.TryGetValue(folder, out var known)) return known;
            var path = Path.Combine(Repository.Library, folder);
            return Names[folder] = Directory.GetDirectories(path).Concat(Directory.GetFiles(path, "*.cs")).Select(one => Path.GetFileNameWithoutExtension(one)!).ToHashSet();
        }
    }

    private const string Folders = "(Numerics|State|Movers|Spectral|Architectures|Kernels|Networks|Stability|Synthesis|Games|Generators|Data|Metrics|Tables|Autoencoders|Plots|Experiments)";

    [GeneratedRegex(@"\bNtkGan\." + Folders + @"\b")]
    private static partial Regex Absolute();

    [GeneratedRegex(@"(?<![\w.])" + Folders + @"\.(\w+)")]
    private static partial Regex Relative();
}
