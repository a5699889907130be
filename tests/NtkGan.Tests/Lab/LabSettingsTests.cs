using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NtkGan.Experiments;
using NtkGan.Experiments.Stability;
using NtkGan.Lab;
using NtkGan.Stability;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Lab;

/// <summary>What may be played, and what is taken home.</summary>
public class LabSettingsTests
{
    [Fact]
    public void Files_are_read_below_the_folder_alone_links_followed()
    {
        var folder = Directory.CreateTempSubdirectory("ntkgan-test-").FullName;
        try
        {
            var (inside, outside) = (Directory.CreateDirectory(Path.Combine(folder, "in")).FullName, Path.Combine(folder, "out.csv"));
            File.WriteAllText(Path.Combine(inside, "a.csv"), "1,2\n3,4\n");
            File.WriteAllText(outside, "1,2\n3,4\n");
            File.CreateSymbolicLink(Path.Combine(inside, "link.csv"), outside);
            var (files, settings) = (new LabFolder(inside), new LabSettings(new(inside)));
            Assert.EndsWith("a.csv", Assert.Single(files.Files()));
            Composition Named(string path) => settings.Compose(["kind=particle_flow", $"target.data={{kind: points, path: \"{path}\"}}"]);
            Assert.Equal(0, settings.Start(["kind=particle_flow", $"target.data={{kind: points, path: \"{files.Files()[0]}\"}}", "source.count=3"]).Step);
            foreach (var path in new[] { outside, Path.Combine(inside, "link.csv"), Path.Combine(inside, "..", "out.csv"), Path.Combine(inside, "none.csv"), "/etc/passwd", outside + ".npz:x" })
                Assert.Contains("no file below the lab's folder", Assert.Throws<UsageException>(() => Named(path)).Message);
            Assert.Throws<UsageException>(() => new LabFolder(Path.Combine(folder, "nowhere")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_text_that_names_a_file_stands_under_path()
    {
        // A parameter of another name that is opened as a file would slip through the lab's check.
        string[] harmless = ["array", "name", "width", "height", "columns", "words", "classes", "with", "without", "real_label", "missing_words", "identifiers",
            "what", "source", "reason", "quick", "picture"]; // of published figures, which the lab does not make;
        Assert.Empty(Catalog.Families.Values.SelectMany(Catalog.Members).SelectMany(member => member.Parameters)
            .Where(parameter => (parameter.Kind is ListKind list ? list.Item : parameter.Kind).Type == typeof(string)).Select(parameter => parameter.Key).Distinct().Except([.. harmless, "path"]));
    }

    [Fact]
    public void The_tour_shows_what_it_says()
    {
        Assert.Equal(8, Tour.Stops.Count);
        foreach (var stop in Tour.Stops)
        {
            var live = new LabSettings(new(null)).Start(stop.Words);
            live.Advance();
            Assert.Equal(2, stop.Text.Split(". ").Length);
            if (stop.Regime is { } regime) Assert.Equal(regime, StabilityPrediction.Of(((StabilitySimulationExperiment)Composition.Of(stop.Words).Experiment).Games()[0].Configuration).Regime);
        }
    }

    [Theory]
    [InlineData("kind=particle_flow", "source.count=6", "target.count=5", "flow.iterations=4", "kernel={kind: neural, variant: nngp, architecture: {kind: mlp, activations: [erf, {kind: rbf, gamma: 0.5}], hidden_layers: 2}}", "loss=lsgan", "metrics=[energy_distance]")]
    [InlineData("kind=particle_flow", "source.count=3", "target.data={kind: listed, points: [[0, 1], [2, 3.5]]}", "flow.iterations=2", "training={kind: exact, time: .inf}", "loss=lsgan", "kernel=gaussian", "metrics=[energy_distance]")]
    [InlineData("frozen", "updates=20", "history={kind: bounded, tolerance: 1e-12}")]
    [InlineData("kind=synthesis", "data=digits", "pool=20", "samples=4", "iterations=2", "metrics=[copy_alarm]")]
    public void The_program_does_what_the_experiment_does(params string[] words)
    {
        var experiment = Composition.Of(words).Experiment;
        var source = CSharpProgram.Of(experiment);
        Assert.StartsWith("#:package NtkGan.Experiments@", source);
        var usings = "global using System; global using System.Linq; global using System.Collections.Generic;";
        var compiled = CSharpCompilation.Create("lab" + Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(usings, cancellationToken: default), CSharpSyntaxTree.ParseText(source[source.IndexOf('\n')..], cancellationToken: default)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)));
        using var image = new MemoryStream();
        var result = compiled.Emit(image);
        Assert.True(result.Success, $"{string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error))}\n{source}");
        using var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(output);
        try
        {
            System.Reflection.Assembly.Load(image.ToArray()).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        var run = experiment.Start();
        while (run.Step < run.LastStep) run.Advance();
        Assert.Equal(run.Columns.Zip(run.Row()).Select(pair => $"{pair.First} {pair.Second}"), output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Old_states_are_thinned_and_later_ones_forgotten()
    {
        var kept = new KeptStates();
        for (var step = 0; step < 1000; step++) kept.Keep(step, new Dictionary<string, NtkGan.Numerics.Matrix>());
        Assert.InRange(kept.Count, 100, 400);
        Assert.Equal(999, kept.Before(1000)!.Value.Step);
        Assert.Equal(0, kept.Before(1)!.Value.Step);
        Assert.Null(kept.Before(0));
    }

    [Fact]
    public void The_page_is_built_from_its_sources()
    {
        var page = Path.Combine(Repository.Root, "src", "NtkGan.Lab", "page");
        string[] files = [.. Directory.GetFiles(page, "*.ts").Order(StringComparer.Ordinal), .. Directory.GetFiles(page, "*.css").Order(StringComparer.Ordinal), Path.Combine(page, "package-lock.json")];
        var built = File.ReadAllText(Path.Combine(page, "..", "wwwroot", "built.txt")).Trim();
        Assert.True(built == Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)])), "The page's sources have changed: run build/lab.sh and commit src/NtkGan.Lab/wwwroot.");
    }
}
