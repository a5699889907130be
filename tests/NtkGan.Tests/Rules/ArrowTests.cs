using System.Text.RegularExpressions;

namespace NtkGan.Tests.Rules;

/// <summary>The arrows between the library's folders: each may use what is listed, and nothing above it.</summary>
public partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Numerics"] = [],
        ["Architectures"] = ["Numerics"],
        ["Kernels"] = ["Architectures", "Numerics"],
        ["Networks"] = ["Architectures", "Numerics"],
        ["Losses"] = ["Numerics"],
        ["Discriminators"] = ["Losses", "Kernels", "Networks", "Architectures", "Numerics"],
        ["Generators"] = ["Discriminators", "Losses", "Kernels", "Networks", "Architectures", "Numerics"],
        ["Stability"] = ["Kernels", "Architectures", "Numerics"],
        ["Synthesis"] = ["Losses", "Kernels", "Architectures", "Numerics"],
        ["Data"] = ["Numerics"],
        ["Metrics"] = ["Kernels", "Numerics"],
        ["Plots"] = ["Kernels", "Numerics"],
        ["Experiments"] = ["Generators", "Stability", "Synthesis", "Discriminators", "Losses", "Kernels", "Networks", "Architectures", "Data", "Metrics", "Plots", "Numerics"],
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
            foreach (Match match in Reference().Matches(File.ReadAllText(path)))
                if (!allowed.Contains(match.Groups[1].Value)) wrong.Add($"{Path.Combine(parts)} uses {match.Groups[1].Value}");
        }

        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"\bNtkGan\.(Numerics|Architectures|Kernels|Networks|Stability|Synthesis|Losses|Discriminators|Generators|Data|Metrics|Plots|Experiments)\b")]
    private static partial Regex Reference();
}
