using System.Diagnostics;
using System.Text.Json;
using NtkGan.Numerics;

namespace NtkGan.Tests.Mpi;

/// <summary>ntkgan-mpi on one, two and three processes: the same bytes, and nothing lost with a process.</summary>
public sealed class MpiProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MpiProgramTests()
    {
        var random = CounterRandom.For(1, "points");
        File.WriteAllLines(_folder["X.csv"], Enumerable.Range(0, 600).Select(_ => FormattableString.Invariant($"{random.NextNormal()},{random.NextNormal()},{random.NextNormal()}")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gram_matrices_are_the_same_bytes()
    {
        Same("K.npy", ["kernel", "relu", "X.csv", "--tile", "100"], name => [$"{name}.npy", $"{name}.npy.tiles"], ".npy");
        Same("K.npz", ["kernel", "relu", "X.csv"], name => [$"{name}.npz"], ".npz"); // 180,000 pairs: a job of rows
    }

    [Theory, InlineData("ipm", "flow.summation=direct"), InlineData("lsgan", "training.time=1"), InlineData("ipm", "flow.summation={kind: hierarchical, tolerance: 1e-3}"),
     InlineData("lsgan", "flow.summation={kind: hierarchical, tolerance: 1e-4}")]
    public void Flows_are_the_same_bits(string loss, string setting) => Same(loss,
        ["run", "eight-gaussians", loss, "source.count=500", "target.count=600", "flow.iterations=2", "log.every=1", "log.frames_every=0", "metrics=[energy_distance]", setting, "--quiet"],
        name => [$"{name}/samples.npz", $"{name}/metrics.csv"]);

    [Fact]
    public void Comparisons_are_the_same_and_a_run_that_fails_ends_no_other()
    {
        string[] words = ["compare", "ipm,lsgan", "eight-gaussians", "source.count=9", "target.count=8", "flow.iterations=3", "log.frames_every=0", "metrics=[energy_distance]", "--seeds", "2", "--quiet"];
        Same("compared", words, name => [$"{name}/comparison.csv", $"{name}/lsgan-eight-gaussians-seed2/samples.npz"]);
        if (MpiJob.Obstacle is not null) return;
        string Origins(string folder) => JsonDocument.Parse(File.ReadAllText(_folder[$"{folder}/lsgan-eight-gaussians-seed2/environment.json"])).RootElement.GetProperty("origins").GetRawText();
        Assert.Contains("preset lsgan", Origins("compared0"));
        Assert.Equal(Origins("compared0"), Origins("compared3"));
        var wrong = Directory.GetDirectories(_folder["compared3"]).Order().First();
        Directory.Delete(wrong, recursive: true);
        Directory.CreateDirectory(wrong);
        File.WriteAllText(Path.Combine(wrong, "letter.txt"), "not a run");
        var (code, _, error) = MpiJob.Run(3, _folder.Path, [.. words, "--out", "compared3"]);
        Assert.Equal(2, code);
        Assert.Contains("1 of 4 runs failed", error);
        Assert.Equal(1 + 3, File.ReadAllLines(_folder["compared3/comparison.csv"]).Sum(line => line.StartsWith("name", StringComparison.Ordinal) ? 1 : int.Parse(line.Split(',')[1])));
        Directory.Delete(wrong, recursive: true);
        Assert.Equal(0, MpiJob.Run(3, _folder.Path, [.. words, "--out", "compared3"]).Code);
        Assert.Equal(File.ReadAllText(_folder["compared1/comparison.csv"]), File.ReadAllText(_folder["compared3/comparison.csv"]));
    }

    [Fact]
    public void Atlases_are_the_same() => Same("atlas",
        ["stability", "atlas", "x.count=4", "y.count=4", "x.simulations=4", "y.simulations=3", "updates=60", "records=30", "batch=6", "--quiet"], name => [$"{name}/samples.npz", $"{name}/metrics.csv"]);

    [Fact]
    public void Mistakes_have_their_exit_codes()
    {
        Assert.SkipWhen(MpiJob.Obstacle is not null, MpiJob.Obstacle ?? "");
        Assert.Equal(2, MpiJob.Run(2, _folder.Path, "kernel", "nonsense", "X.csv").Code);
        File.WriteAllText(_folder["bad.csv"], "1,2\n3,x\n");
        Assert.Equal(3, MpiJob.Run(2, _folder.Path, "kernel", "relu", "bad.csv").Code);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void A_killed_process_ends_the_job_with_a_sentence_and_the_matrix_goes_on(int victim)
    {
        var (code, error) = Kill(victim, () => File.Exists(_folder["K.npy.tiles"]) && File.ReadAllLines(_folder["K.npy.tiles"]).Length > 3,
            Kernel("K.npy"));
        Assert.NotEqual(0, code);
        Assert.Contains("A process of this job was lost", error);
        Assert.False(File.Exists(_folder["K.npy"]));
        var (again, output, _) = MpiJob.Run(2, _folder.Path, Kernel("K.npy"));
        Assert.Equal(0, again);
        Assert.DoesNotContain(" 0 found whole", output);
        MpiJob.Run(1, _folder.Path, Kernel("other.npy"));
        Assert.Equal(File.ReadAllBytes(_folder["other.npy"]), File.ReadAllBytes(_folder["K.npy"]));
    }

    [Fact]
    public void A_killed_process_leaves_a_run_that_goes_on_to_the_same_bits()
    {
        string[] words = ["run", "eight-gaussians", "ipm", "source.count=400", "target.count=700", "flow.iterations=60", "log.every=10", "log.frames_every=0", "log.checkpoint_every=5", "metrics=[energy_distance]", "flow.summation=direct", "--quiet", "--out"];
        var (code, error) = Kill(1, () => Directory.Exists(_folder["killed/checkpoints"]) && Directory.GetFiles(_folder["killed/checkpoints"]).Length > 1, [.. words, "killed"]);
        Assert.NotEqual(0, code);
        Assert.Contains("ntkgan-mpi resume", error);
        Assert.Equal(0, MpiJob.Run(2, _folder.Path, "resume", "killed", "--quiet").Code);
        Assert.Equal(0, MpiJob.Run(1, _folder.Path, [.. words, "whole"]).Code);
        Assert.Equal(File.ReadAllBytes(_folder["whole/samples.npz"]), File.ReadAllBytes(_folder["killed/samples.npz"]));
        Assert.Equal(File.ReadAllText(_folder["whole/metrics.csv"]), File.ReadAllText(_folder["killed/metrics.csv"]));
    }

    private static string[] Kernel(string output) => ["kernel", "relu", "X.csv", "architecture.hidden_layers=40", "--tile", "40", "--quiet", "--out", output];

    /// <summary>The same command on one process without mpiexec, and on one, two and three with it.</summary>
    private void Same(string name, string[] words, Func<string, string[]> files, string ending = "")
    {
        Assert.SkipWhen(MpiJob.Obstacle is not null, MpiJob.Obstacle ?? "");
        var stem = ending.Length == 0 ? name : Path.GetFileNameWithoutExtension(name);
        using (var alone = MpiJob.Start(MpiJob.Program, _folder.Path, [.. words, "--out", $"{stem}0{ending}"])) Assert.Equal(0, MpiJob.End(alone).Code);
        for (var ranks = 1; ranks <= 3; ranks++)
        {
            var (code, _, error) = MpiJob.Run(ranks, _folder.Path, [.. words, "--out", $"{stem}{ranks}{ending}"]);
            Assert.True(code == 0, error);
            foreach (var (file, first) in files($"{stem}{ranks}").Zip(files($"{stem}0"))) Assert.Equal(File.ReadAllBytes(_folder[first]), File.ReadAllBytes(_folder[file]));
        }
    }

    /// <summary>Starts a job of two and kills one of its processes as soon as something is there.</summary>
    private (int Code, string Error) Kill(int victim, Func<bool> isTime, params string[] words)
    {
        Assert.SkipWhen(MpiJob.Obstacle is not null, MpiJob.Obstacle ?? "");
        using var job = MpiJob.Start(MpiJob.Program, _folder.Path, ["--ranks", "2", .. words]);
        var clock = Stopwatch.StartNew();
        while (!isTime() && !job.HasExited && clock.Elapsed < TimeSpan.FromMinutes(1)) Thread.Sleep(2);
        foreach (var process in Process.GetProcessesByName("NtkGan.Cli.Mpi"))
        {
            // Of this job, by its folder, and of this rank.
            using (process)
            {
                try
                {
                    if (new FileInfo($"/proc/{process.Id}/cwd").ResolveLinkTarget(false)?.FullName == _folder.Path && File.ReadAllText($"/proc/{process.Id}/environ").Split('\0').Contains($"PMI_RANK={victim}")) process.Kill();
                }
                catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
                {
                }
            }
        }

        var (code, _, error) = MpiJob.End(job);
        return (code, error);
    }
}
