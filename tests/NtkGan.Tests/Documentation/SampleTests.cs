using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NtkGan.Tests.Plots;
using NtkGan.Tests.Rules;
using SkiaSharp;

namespace NtkGan.Tests.Documentation;

/// <summary>The programs in samples/ compile, run and print what they say, and C# in the documents is a quotation of them.</summary>
public partial class SampleTests
{
    private const string UnusedUsing = "CS8019";

    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    private static readonly Lock Console = new();

    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Select(path => Path.GetFileName(path))];

    /// <summary>What must be shown, one program each: see samples/.</summary>
    [Fact]
    public void There_is_a_sample_of_everything_that_a_user_may_bring() => Assert.Superset(
        new HashSet<string>(["gram", "own-activation", "own-kernel", "own-loss", "own-layer", "own-data", "synthesis", "table", "own-game", "figure", "generator"]),
        new HashSet<string>(Samples.Select(row => Path.GetFileNameWithoutExtension(row.Data))));

    [Theory, MemberData(nameof(Samples))]
    public void Every_sample_compiles_and_prints_what_it_says(string sample)
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(Path.Combine(Repository.Root, "samples", sample)).ReplaceLineEndings("\n");
        Assert.StartsWith("#:project ../src/", text);
        Assert.Contains($"Run: dotnet run samples/{sample}", text);
        var expected = Printed().Match(text) is { Success: true } said ? said.Groups[1].Value.Replace("\n// ", "\n", StringComparison.Ordinal).Replace("// ", "", StringComparison.Ordinal) : null;
        Assert.True(expected is not null, $"{sample} does not end with a comment on what it prints.");
        Assert.Equal(expected.Trim(), Run(text, sample switch { "figure.cs" => [folder["flow.svg"]], "gallery.cs" => [folder["gallery"]], _ => [] }).ReplaceLineEndings("\n").Trim());
        if (sample is "gallery.cs") AssertGallery(folder["gallery"]);
        if (sample is "figure.cs") Assert.Contains("<svg", File.ReadAllText(folder["flow.svg"]));
    }

    // Each kind of picture is drawn, shown in the gallery, and whole.
    private static void AssertGallery(string folder)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "gallery.md"));
        foreach (var plot in LibraryPlots.Members)
        {
            var svg = new SvgTexts(File.ReadAllBytes(Path.Combine(folder, $"{plot.Name}.svg")));
            Assert.All(svg.All, text => Assert.True(SKRect.Inflate(text.Room, 0.5f, 0.5f).Contains(text.Box), $"{plot.Name}: '{text.Words}' at {text.Box} is cut at {text.Room}"));
            Assert.Contains($"images/gallery/{plot.Name}.png", page, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "images", "gallery", $"{plot.Name}.png")), plot.Name);
        }
    }

    [Fact]
    public void Every_block_of_csharp_in_the_documents_is_a_quotation_of_a_program_that_runs()
    {
        var programs = Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Concat(Directory.GetFiles(Path.Combine(Repository.Root, "tests", "NtkGan.Tests", "Extending"), "*.cs"))
            .Select(path => File.ReadAllText(path).ReplaceLineEndings("\n")).ToList();
        var pages = DocumentedCommands.Pages.Select(page => (Path.GetFileName(page), Text: File.ReadAllText(page).ReplaceLineEndings("\n"))).ToList();
        var blocks = pages.SelectMany(page => page.Text.Split("```csharp\n")[1..].Select(rest => rest.Split("```")[0])).ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(programs, program => program.Contains(block, StringComparison.Ordinal)));
        Assert.Contains(pages, page => page is ("README.md", var text) && text.Contains("```csharp\n", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\n// Prints:\n((?:// .*\n)+)$")]
    private static partial Regex Printed();

    private static string Run(string source, string[] args)
    {
        var text = string.Join('\n', source.Split('\n').Where(line => !line.StartsWith("#:", StringComparison.Ordinal)));
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var program = CSharpSyntaxTree.ParseText(text, options, cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create($"sample-{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(Usings, options), program],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Id == UnusedUsing && diagnostic.Location.SourceTree == program); // an error in a build
        image.Position = 0;
        var main = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
        lock (Console)
        {
            var before = System.Console.Out;
            using var output = new StringWriter();
            try
            {
                System.Console.SetOut(output);
                main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? null : [args], null);
            }
            finally
            {
                System.Console.SetOut(before);
            }

            return output.ToString();
        }
    }
}
