using System.Globalization;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Tests.Packaging;

/// <summary>What a user gets: packages, the tool installed from them, and a program that references one. All from a feed in a folder, and nothing else.</summary>
public sealed class PackageTests(PackedFeed feed) : IClassFixture<PackedFeed>
{
    private const long MegaByte = 1_000_000;

    // Small enough for a newcomer's first minute.
    private const long LargestTool = 15 * MegaByte, LargestToolUnpacked = 40 * MegaByte;

    [Theory]
    [InlineData("NtkGan")]
    [InlineData("NtkGan.Plots")]
    [InlineData("NtkGan.Experiments")]
    [InlineData("NtkGan.Mpi")]
    public void A_package_has_its_library_help_readme_icon_and_symbols(string id)
    {
        Assert.Superset(new HashSet<string>([$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", "README.md", "icon.png"]), new HashSet<string>(feed.Package(id).Names));
        Assert.Contains($"lib/net10.0/{id}.pdb", feed.Package(id, "snupkg").Names);
    }

    [Fact]
    public void The_core_depends_on_managed_packages_alone()
    {
        var names = feed.Package("NtkGan").Names;
        Assert.Equal(["lib/net10.0/NtkGan.dll"], names.Where(name => name.StartsWith("lib/", StringComparison.Ordinal) && Path.GetExtension(name) == ".dll"));
        Assert.DoesNotContain(names, name => name.StartsWith("runtimes/", StringComparison.Ordinal) || Path.GetExtension(name) is ".so" or ".dylib");
        string[] dependencies = [.. feed.Text("NtkGan", "NtkGan.nuspec").Split("<dependency id=\"")[1..].Select(rest => rest.Split('"')[0])];
        Assert.Equal(["MathNet.Numerics", "StbImageSharp", "System.IO.Hashing"], dependencies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_tool_is_small_and_knows_no_torch()
    {
        var (path, unpacked, names) = feed.Package("NtkGan.Tool");
        Assert.InRange(new FileInfo(path).Length, 1, LargestTool);
        Assert.InRange(unpacked, 1, LargestToolUnpacked);
        Assert.DoesNotContain(names, name => name.Contains("torch", StringComparison.OrdinalIgnoreCase) || name.Contains("onnx", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("NtkGan.Tool", "NtkGan.Cli")]
    [InlineData("NtkGan.Tool.Mpi", "NtkGan.Cli.Mpi")]
    public void What_a_tool_needs_before_its_first_step_is_compiled_beforehand_and_pictures_are_not(string tool, string program)
    {
        string[] compiled = [program, "NtkGan", "NtkGan.Experiments", "NtkGan.Plots", "System.CommandLine", "YamlDotNet"];
        Assert.All(compiled, name => Assert.True(feed.HasMachineCode(tool, $"{name}.dll"), name));
        Assert.All(["ScottPlot", "SkiaSharp", "MathNet.Numerics"], name => Assert.False(feed.HasMachineCode(tool, $"{name}.dll"), name));
        Assert.Contains("\"System.Diagnostics.Tracing.EventSource.IsSupported\": false", feed.Text(tool, feed.Package(tool).Names.Single(name => name.EndsWith($"/{program}.runtimeconfig.json", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_library_has_no_machine_code() => Assert.False(feed.HasMachineCode("NtkGan", "NtkGan.dll"));

    [Fact]
    public void The_tool_for_many_machines_brings_mpi_net_and_no_library_of_mpi()
    {
        var (path, unpacked, names) = feed.Package("NtkGan.Tool.Mpi");
        Assert.InRange(new FileInfo(path).Length, 1, LargestTool);
        Assert.InRange(unpacked, 1, LargestToolUnpacked);
        Assert.Contains(names, name => Path.GetFileName(name) == "MPI.dll");
        Assert.DoesNotContain(names, name => name.Contains("libmpi", StringComparison.OrdinalIgnoreCase) || name.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_tool_installs_and_computes()
    {
        Assert.StartsWith(PackedFeed.Version, feed.Run(feed.Program, "--version").Output);
        File.WriteAllText(feed["X.csv"], "1,2\n3,-1\n");
        Assert.StartsWith("# k (2 x 2)\n3.5,", feed.Run(feed.Program, "kernel", "relu", "X.csv").Output.ReplaceLineEndings("\n"));
        Assert.Contains("finished at step 2", feed.Run(feed.Program, "run", "eight-gaussians", "source.count=8", "target.count=8", "flow.iterations=2", "--out", "run", "--quiet").Output);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(feed["run"], "frames"), "*.png"));
    }

    public static TheoryData<string[], string> NeedOfTorch => new()
    {
        { ["metrics=[{kind: frechet_distance, features: {kind: torch_script, path: model.pt}}]"], "torch_script" },
        { ["metrics=[{kind: frechet_distance, features: {kind: onnx, path: model.onnx}}]"], "onnx" },
        { ["training=network", "kernel={kind: neural, architecture: {kind: ga_ntk, design: cnn}}"], "convolutions" },
    };

    [Theory, MemberData(nameof(NeedOfTorch))]
    public void What_needs_torch_says_which_program_has_it(string[] settings, string what)
    {
        var (code, _, error) = feed.RunToAnyEnd(feed.Program, ["run", "digits", .. settings, "--out", "refused", "--quiet"]);
        Assert.Equal(2, code);
        Assert.Contains(what, error);
        Assert.Contains("ntkgan-torch", error);
        Assert.DoesNotContain("Did you mean", error);
        Assert.False(Directory.Exists(feed["refused"]));
    }

    [Fact]
    public void Every_member_with_natives_that_a_file_can_name_is_known_to_live_elsewhere()
    {
        var members = Catalog.Families.Where(family => family.Key is not ("engine" or "check")).SelectMany(family => Catalog.Members(family.Value).Select(member => (family.Key, member)))
            .Where(pair => pair.member.Type.Assembly.GetName().Name is "NtkGan.Torch" or "NtkGan.Onnx").ToList();
        Assert.NotEmpty(members);
        Assert.All(members, pair => Assert.Contains(pair.member.Type.Assembly.GetName().Name!, OtherPackage.Sentence(pair.Key, pair.member.Name)));
        Assert.Null(OtherPackage.Sentence("features", "raw"));
    }

    [Fact]
    public void The_doctor_says_which_packages_are_there()
    {
        var packages = feed.Run(feed.Program, "doctor").Output.ReplaceLineEndings("\n").Split('\n').Single(line => line.StartsWith("packages\t", StringComparison.Ordinal));
        Assert.Contains("NtkGan, NtkGan.Experiments, NtkGan.Plots", packages);
        Assert.Contains("not NtkGan.Onnx, NtkGan.Torch", packages);
        Assert.Contains("ntkgan-torch", packages);
    }

    [Fact]
    public void A_program_of_one_file_trains_lsgan_with_the_core_alone()
    {
        Assert.SkipWhen(PackedFeed.Obstacle is not null, PackedFeed.Obstacle ?? "");
        // Native compilation would need a compiler of its own; this program is run where it is built.
        var output = feed.RunFile("lsgan.cs", $"""
            #:package NtkGan@{PackedFeed.Version}
            #:property PublishAot=false
            using NtkGan.Games;
            using NtkGan.Generators;
            using NtkGan.Kernels;
            using NtkGan.Movers;
            using NtkGan.Numerics;

            var flow = new GeneratorFlow(new NeuralKernel(), new Lsgan(), new Exact(Time: 1), new ExplicitEuler(StepSize: 1));
            var state = new FlowState(Matrix.Column(0.25, 0.5));
            for (var step = 0; step < 3; step++) state = flow.Advance(state, Matrix.Column(1.25, 1.5));
            Console.WriteLine(string.Join(' ', flow.Points(state).Values.ToArray().Select(x => x.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
            """);
        var flow = new GeneratorFlow(new NeuralKernel(), new Lsgan(), new Exact(Time: 1), new ExplicitEuler(StepSize: 1));
        var state = new FlowState(Matrix.Column(.25, .5));
        for (var step = 0; step < 3; step++) state = flow.Advance(state, Matrix.Column(1.25, 1.5));
        Assert.Equal(flow.Points(state).Values.ToArray(), output.Trim().Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)));
    }
}
