using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.Tests.Cli;
using NtkGan.Tests.Contracts;

namespace NtkGan.Tests.Rules;

/// <summary>The same bits with and without the processor's vector instructions: this program starts itself again under the runtime's switches.
/// Torch, and functions of the system's C library, are not the library's own.</summary>
public partial class HardwareTests
{
    private const string Request = "NTKGAN_TESTS_BITS";

    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Results_are_the_same_bits_on_other_hardware(string instructions)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "NtkGan.Tests.exe" : "NtkGan.Tests"),
                ["-method", $"{typeof(HardwareTests).FullName}.{nameof(Bits_are_written_on_request)}"])
            {
                RedirectStandardOutput = true,
            };
            (start.Environment[instructions], start.Environment[Request]) = ("0", file);
            using var child = Process.Start(start)!;
            var output = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            Assert.True(child.ExitCode == 0, output);
            Assert.Equal(Bits(), File.ReadAllLines(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Bits_are_written_on_request()
    {
        var bits = Bits();
        Assert.Equal(bits, Bits());
        if (Environment.GetEnvironmentVariable(Request) is { Length: > 0 } file) File.WriteAllLines(file, bits);
    }

    [Fact]
    public void No_sum_follows_the_hardware() => Assert.DoesNotContain(Repository.Sources("src"), path => HorizontalSum().IsMatch(File.ReadAllText(path)));

    [GeneratedRegex(@"Vector\d+\.(Sum|Dot)\(|TensorPrimitives")]
    private static partial Regex HorizontalSum();

    // A line for each thing, so that a difference has a name.
    private static string[] Bits()
    {
        var (x, y) = (KernelContractTests.RandomPoints(9, 1), KernelContractTests.RandomPoints(6, 2));
        List<string> lines = [Line("normal draws", x.Values)];
        foreach (var activation in Catalog.Members<Activation>().Select(member => (Activation)member.Example()).Where(activation => !activation.NeedsUnitVariance))
            Add(activation.Name, new NeuralKernel(new Mlp([activation], hiddenLayers: activation is Elu ? 1 : 2, weightDeviation: .7, biasDeviation: .3)));
        foreach (var member in Catalog.Members<Kernel>()) Add(member.Name, (Kernel)member.Example());
        Add("far variances", new NeuralKernel(new Mlp([new Tanh()], hiddenLayers: 1, weightDeviation: 60)));
        Add("positions", new NeuralKernel(new Composed([new Convolution(4, 2), new Relu(), new GlobalAveragePooling(), new Dense(1)]), Shape: new PointShape(1, 3)));
        foreach (var precision in Enum.GetValues<Precision>())
        {
            using var network = Network.Of(new Mlp([new Relu(), new Tanh()], 2, 37, biasDeviation: 1), new PointShape(x.Columns), 1, precision: precision);
            var descent = new Descent(new Adam(.01), network);
            for (var step = 0; step < 3; step++) descent.Step(() => network.Gradient(x, (_, values, slopes) => values.CopyTo(slopes)));
            lines.Add(Line($"network, {precision}", [.. network.Parameters.Values, .. network.Pullback(y).Pullback.Values]));
        }

        lines.AddRange(Flow());
        return [.. lines];

        void Add(string name, Kernel kernel)
        {
            var weights = new Matrix(x.Rows, y.Rows);
            weights.Values.Fill(.5);
            lines.Add(Line(name, [.. kernel.Gram(x, y).Values, .. kernel.Pullback(x, y, weights).Values]));
        }
    }

    // Ten steps of a flow, and its Sinkhorn divergence.
    private static string[] Flow()
    {
        using var line = new CommandLine();
        var (code, _, error) = CommandLine.Run("run", "eight_gaussians", "relu", "ipm", "source.count=20", "target.count=20", "flow.iterations=10", "log.every=5", "log.frames_every=0",
            "metrics=[sinkhorn_divergence, energy_distance]", "--out", line["run"]);
        Assert.True(code == 0, error);
        return File.ReadAllLines(Path.Combine(line["run"], "metrics.csv"));
    }

    private static string Line(string name, ReadOnlySpan<double> numbers) => $"{name} {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(numbers)))}";
}
