using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NtkGan.SourceGenerator;

namespace NtkGan.Tests.Families;

/// <summary>A small assembly, compiled in memory with the source generator as a user's project is.</summary>
internal sealed class Compiled
{
    private readonly GeneratorDriver _driver;

    public Compiled(string name, params IReadOnlyList<string> sources)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists)
            .Where(path => Path.GetFileNameWithoutExtension(path) is var file && (file is "NtkGan" or "NtkGan.Plots" or "ScottPlot" || file == "netstandard" || file == "mscorlib" || file.StartsWith("System", StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(name, sources.Select((source, number) => CSharpSyntaxTree.ParseText(source, path: number == 0 ? "Mine.cs" : $"Mine{number}.cs")), references,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, deterministic: true));
        _driver = CSharpGeneratorDriver.Create(generators: [new CatalogGenerator().AsSourceGenerator()], driverOptions: new(default, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        (Compilation, Diagnostics) = (output, diagnostics);
    }

    /// <summary>The compilation with what the generator added.</summary>
    public Compilation Compilation { get; }

    /// <summary>What the generator said.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The code that the generator wrote; empty where it wrote none.</summary>
    public string Written => string.Concat(_driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString()));

    /// <summary>How the collected output came about when one more file was added.</summary>
    public IReadOnlyList<IncrementalStepRunReason> ReasonsAfter(string moreSource) =>
        [.. _driver.RunGenerators(Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(moreSource))).GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    /// <summary>Writes the assembly and gives its path back.</summary>
    public string Save(string folder)
    {
        var path = Path.Combine(folder, Compilation.AssemblyName + ".dll");
        var result = Compilation.Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }
}
