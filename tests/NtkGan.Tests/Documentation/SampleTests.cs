using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Documentation;

/// <summary>The programs in samples/ compile, run and print numbers, and what README prints of them is what they are.</summary>
public class SampleTests
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    private static readonly Lock Console = new();

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Samples))]
    public void Every_sample_compiles_and_prints_numbers(string sample)
    {
        var printed = Run(File.ReadAllText(Path.Combine(Repository.Root, "samples", sample)));
        Assert.Matches(@"\d\.\d", printed);
        Assert.DoesNotContain("NaN", printed);
    }

    [Fact]
    public void The_flow_ends_at_its_targets()
    {
        var lines = Run(File.ReadAllText(Path.Combine(Repository.Root, "samples", "flow.cs"))).TrimEnd().Split('\n');
        double[] Numbers(string line) => [.. line.Split(':')[1].Split("  ", StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        Assert.All(Numbers(lines[^2]).Zip(Numbers(lines[^1])), pair => Assert.InRange(pair.First - pair.Second, -.05, .05));
    }

    [Fact]
    public void Readme_quotes_a_sample()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        var block = page.Split("```csharp\n")[1].Split("```")[0];
        Assert.EndsWith(block, File.ReadAllText(Path.Combine(Repository.Root, "samples", "flow.cs")).ReplaceLineEndings("\n"));
    }

    private static string Run(string program)
    {
        var text = string.Join('\n', program.Split('\n').Where(line => !line.StartsWith("#:", StringComparison.Ordinal)));
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create($"sample-{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(text, options)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        var main = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
        lock (Console)
        {
            var before = System.Console.Out;
            using var output = new StringWriter();
            try
            {
                System.Console.SetOut(output);
                main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()], null);
            }
            finally
            {
                System.Console.SetOut(before);
            }

            return output.ToString();
        }
    }
}
