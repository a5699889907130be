using System.Diagnostics;
using NtkGan.Cli;
using NtkGan.Cli.Mpi;

namespace NtkGan.Tests.Mpi;

/// <summary>What goes to sbatch.</summary>
public class SlurmScriptTests
{
    [Theory, InlineData("slurm"), InlineData("slurm script")]
    public void The_help_has_three_examples(string command)
    {
        var (code, output, error) = Run([.. command.Split(' '), "--help"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(3, SlurmCommand.Added.Examples[command].Count);
        Assert.All(SlurmCommand.Added.Examples[command], example => Assert.Contains($"  {example.Line}\n", output, StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_write_scripts()
    {
        using var folder = new TemporaryFolder();
        foreach (var (line, _) in SlurmCommand.Added.Examples["slurm script"])
        {
            string[] words = [.. line.Split(' ').Skip(1).Select(word => word == "job.sh" ? folder[word] : word)];
            Assert.Equal("ntkgan-mpi", line.Split(' ')[0]);
            var (code, output, error) = Run(words);
            Assert.Equal((0, ""), (code, error));
            Assert.Contains("#SBATCH --requeue\n", words.Contains(folder["job.sh"]) ? File.ReadAllText(folder["job.sh"]) : output, StringComparison.Ordinal);
        }
    }

    private static (int Code, string Output, string Error) Run(string[] words)
    {
        using StringWriter output = new(), error = new();
        return (Application.Run(words, output, error, [SlurmCommand.Added], TestContext.Current.CancellationToken), output.ToString(), error.ToString());
    }

    [Fact]
    public void The_file_asks_for_what_the_job_takes_and_goes_on_with_a_run()
    {
        var text = new SlurmScript(["run", "eight-gaussians", "source.count=50", "--out", "runs/my run"], 3, 2, 501, "1:00:00", "main").Text;
        foreach (var line in new[] { "#SBATCH --ntasks=3", "#SBATCH --cpus-per-task=2", "#SBATCH --mem-per-cpu=251M", "#SBATCH --time=1:00:00", "#SBATCH --partition=main", "#SBATCH --requeue" }) Assert.Contains(line, text.Split('\n'));
        Assert.Contains("job resume 'runs/my run'", text);
        Assert.Contains("job run eight-gaussians source.count=50 --out 'runs/my run'", text);
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-n"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        bash.StandardInput.Write(text);
        bash.StandardInput.Close();
        bash.WaitForExit();
        Assert.Equal("", bash.StandardError.ReadToEnd());
    }

    [Fact]
    public void Words_stay_words() => Assert.Contains("""job kernel relu 'it'\''s.csv' '$HOME' ''""", new SlurmScript(["kernel", "relu", "it's.csv", "$HOME", ""], 1, 1, 1, "1", null).Text);

    [Fact]
    public void A_run_without_a_known_folder_is_refused() => Assert.Contains("--out", Assert.Throws<UsageException>(() => new SlurmScript(["run", "eight-gaussians"], 1, 1, 1, "1", null).Text).Message);

    [Fact]
    public void Memory_is_that_of_the_estimate()
    {
        var (small, large) = (SlurmScript.EstimateMemory(["run", "eight-gaussians", "lsgan", "source.count=20", "target.count=20", "log.frames_every=0"]), SlurmScript.EstimateMemory(["run", "eight-gaussians", "lsgan", "source.count=800", "target.count=800", "log.frames_every=0", "metrics=[]"]));
        Assert.InRange(large - small, 1, 200); // 1600^2 numbers, 3.4 times, half as much again: 100 MiB
        Assert.Contains("--memory", Assert.Throws<UsageException>(() => SlurmScript.EstimateMemory(["run", "nonsense"])).Message);
    }
}
