using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Games;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Tests.Experiments;

/// <summary>What kills, edits and strangers do to run folders.</summary>
public sealed class RunSafetyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ParticleFlowExperiment Small(int every = 2, DataSet? target = null) => new(Seed: 3, Source: new(new Gaussian(), 6), Target: new(target ?? new EightGaussians(), 5),
        Kernel: new GaussianKernel(2), Loss: new Lsgan(), Flow: new(new ExplicitEuler(2), Iterations: 12), Log: new(every, 0, 3), Metrics: [new EnergyDistance()]);

    private RunFolder NewFolder(Experiment experiment, string name, bool force = false) =>
        RunFolder.Create(_folder[name], YamlWriter.Write(RecordWriter.Write(experiment)), RunEnvironment.Here(experiment.Seed, ["test"]), force);

    private RunResult Run(Experiment experiment, string name)
    {
        using var folder = NewFolder(experiment, name);
        return new ExperimentRunner(folder, experiment.Log).Run(experiment.Start());
    }

    /// <summary>A run ended at a step, as if it had been killed after its last checkpoint.</summary>
    private void Cut(Experiment experiment, string name, long step)
    {
        using var folder = NewFolder(experiment, name);
        using var stop = new CancellationTokenSource();
        new ExperimentRunner(folder, experiment.Log).Run(experiment.Start(), new Told<RunProgress>(progress => { if (progress.Step == step) stop.Cancel(); }), stop.Token);
        File.Delete(_folder[$"{name}/result.json"]);
    }

    private RunResult Resume(string name, Action<string>? warning = null)
    {
        var (folder, experiment) = RunFolder.Open(_folder[name]);
        using var held = folder;
        var run = experiment.Start();
        folder.Restore(run, warning ?? Assert.Fail);
        return new ExperimentRunner(folder, experiment.Log).Run(run);
    }

    private string Text(string path) => File.ReadAllText(_folder[path]);

    [Theory]
    [InlineData("")]
    [InlineData("step,time,lg,e")]
    [InlineData("another,table\n1,2\n")]
    [InlineData("step,time,lg,e\n0,0,1,1\n2,x,1,1\n4,1,1\n99999999999999999999,1,1,1\n")]
    public void A_broken_table_of_metrics_costs_its_rows_and_is_told(string table)
    {
        Cut(Small(), "a", 7);
        File.WriteAllText(_folder["a/metrics.csv"], table);
        var result = Resume("a");
        Assert.Contains(result.Notes, note => note.Contains("metrics.csv had lost", StringComparison.Ordinal));
        Assert.Equal("8,10,12", string.Join(',', Text("a/metrics.csv").Split('\n')[1..^1].Select(row => row.Split(',')[0]).Where(step => long.Parse(step) > 7)));
        Assert.StartsWith("step,time,lg,e\n", Text("a/metrics.csv"));
    }

    // The old table stays until the new one is whole: a folder that takes no new file leaves it as it was.
    [Fact]
    public void A_table_that_cannot_be_written_again_stays()
    {
        Cut(Small(), "a", 7);
        var before = Text("a/metrics.csv");
        Directory.CreateDirectory(_folder["b"]);
        File.Copy(_folder["a/metrics.csv"], _folder["b/metrics.csv"]);
        if (OperatingSystem.IsWindows() || Environment.UserName == "root") return; // neither is stopped by a folder's mode
        File.SetUnixFileMode(_folder["b"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<UsageException>(() => new MetricsTable(_folder["b/metrics.csv"], ["lg", "e"], 7));
        }
        finally
        {
            File.SetUnixFileMode(_folder["b"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal(before, Text("b/metrics.csv"));
    }

    [Fact]
    public void A_table_is_replaced_and_never_emptied()
    {
        Cut(Small(), "a", 7);
        using var reader = new StreamReader(_folder["a/metrics.csv"]);
        var before = Text("a/metrics.csv");
        Resume("a");
        Assert.Equal(before, reader.ReadToEnd()); // the old file lives on in whoever holds it
    }

    [Fact]
    public void Whatever_a_kill_leaves_while_a_folder_is_made_is_taken()
    {
        Run(Small(), "whole");
        var made = 0;
        void Killed(params string[] entries)
        {
            var name = $"killed{made++}";
            foreach (var entry in entries.Prepend(""))
            {
                if (entry.EndsWith('/') || entry.Length == 0) Directory.CreateDirectory(_folder[$"{name}/{entry}"]);
                else File.Copy(_folder[entry.StartsWith("env", StringComparison.Ordinal) ? "whole/environment.json" : "whole/config.yaml"], _folder[$"{name}/{entry}"]);
            }

            if (entries.Length > 0) Assert.Contains("give the command that started it once more", Assert.Throws<UsageException>(() => RunFolder.Open(_folder[name])).Message);
            Run(Small(), name);
            Assert.Equal(Text("whole/metrics.csv"), Text($"{name}/metrics.csv"));
            Assert.Empty(Directory.GetFileSystemEntries(_folder[name], "*.abc", SearchOption.AllDirectories));
        }

        Killed();
        Killed(".lock");
        Killed("frames/");
        Killed(".lock", "frames/", "checkpoints/", "environment.json.qwertzui.abc");
        Killed("frames/", "checkpoints/", "environment.json", "config.yaml.qwertzui.abc");
    }

    // The order in which a folder is emptied is its own safety: until the new settings are there, the old ones are.
    [Fact]
    public void A_run_replaced_by_force_is_a_run_at_every_moment()
    {
        Run(Small(), "a");
        File.Delete(_folder["a/metrics.csv"]);
        foreach (var path in Directory.GetFiles(_folder["a/checkpoints"])) File.Delete(path);
        Assert.Equal(RunStatus.Finished, Resume("a").Status);
        NewFolder(Small(every: 3), "a", force: true).Dispose();
        Assert.Equal(3, ((ParticleFlowExperiment)RunFolder.Open(_folder["a"]).Experiment).Log.Every);
    }

    [Fact]
    public void What_killed_writes_leave_aside_goes_with_the_next_start()
    {
        Cut(Small(), "a", 7);
        string[] aside = ["checkpoints/00000006.npz.abcdefgh.xyz", "metrics.csv.01234567.890", "frames/00000000.png.tmp", "config.yaml.abcdefgh.xyz"];
        foreach (var name in aside) File.WriteAllText(_folder[$"a/{name}"], "half");
        string[] mine = ["checkpoints/notes.txt.abcdefgh.xyz", "mine.csv.01234567.890", "frames/holiday.png.tmp"];
        foreach (var name in mine) File.WriteAllText(_folder[$"a/{name}"], "mine");
        Resume("a");
        Assert.All(aside, name => Assert.False(File.Exists(_folder[$"a/{name}"])));
        Assert.All(mine, name => Assert.True(File.Exists(_folder[$"a/{name}"])));
    }

    [Fact]
    public void Force_deletes_only_what_a_run_made()
    {
        Run(Small(), "a");
        string[] mine = ["frames/holiday.png", "images/cat.png", "checkpoints/best.npz", "notes.md"];
        Directory.CreateDirectory(_folder["a/images"]);
        foreach (var name in mine.Append("images/00000.png")) File.WriteAllText(_folder[$"a/{name}"], "mine");
        NewFolder(Small(), "a", force: true).Dispose();
        Assert.All(mine, name => Assert.True(File.Exists(_folder[$"a/{name}"])));
        Assert.All(new[] { "images/00000.png", "metrics.csv", "samples.npz", "result.json" }, name => Assert.False(File.Exists(_folder[$"a/{name}"])));

        Directory.CreateDirectory(_folder["other"]);
        File.WriteAllText(_folder["other/config.yaml"], "name: conda\n");
        foreach (var environment in new[] { "{\"program\": \"another 1.0\"}", "[]", "no json", "{\"program\": 3}" })
        {
            File.WriteAllText(_folder["other/environment.json"], environment);
            Assert.Contains("holds no run", Assert.Throws<UsageException>(() => NewFolder(Small(), "other", force: true)).Message);
        }
    }

    [Fact]
    public void Links_in_a_folder_are_not_written_through()
    {
        File.WriteAllText(_folder["precious"], "precious");
        Directory.CreateDirectory(_folder["elsewhere"]);
        var made = 0;
        void Refused(string name, bool isFolder = false)
        {
            var run = $"r{made++}";
            Cut(Small(), run, 7);
            var link = _folder[$"{run}/{name}"];
            if (isFolder) Directory.Delete(link, recursive: true);
            File.Delete(link);
            File.CreateSymbolicLink(link, _folder[isFolder ? "elsewhere" : "precious"]);
            Assert.Contains("is a link", Assert.Throws<UsageException>(() => Resume(run)).Message);
        }

        Refused("metrics.csv");
        Refused("samples.npz");
        Refused("checkpoints/00000009.npz");
        Refused("frames", isFolder: true);
        Assert.Equal("precious", Text("precious"));
    }

    [Fact]
    public void Notes_are_part_of_the_state()
    {
        var whole = new ParticleFlowExperiment(Seed: 3, Source: new(new Gaussian(), 6), Target: new(new EightGaussians(), 5), Kernel: new GaussianKernel(2), Loss: new Vanilla(),
            Training: new Ode(2, MaximumSteps: 4), Flow: new(new ExplicitEuler(2), Iterations: 12), Log: new(2, 0, 3), Metrics: [new EnergyDistance()]);
        var expected = Run(whole, "whole");
        Assert.Equal(RunStatus.StepLimit, expected.Status);
        var note = Assert.Single(expected.Notes);
        Assert.Contains("times, first at step 0", note);
        foreach (var step in new[] { 1, 6, 7, 11 })
        {
            Cut(whole, $"cut{step}", step);
            var resumed = Resume($"cut{step}");
            Assert.Equal((expected.Status, note), (resumed.Status, Assert.Single(resumed.Notes)));
        }
    }

    [Fact]
    public void Other_settings_and_other_data_are_noticed()
    {
        File.WriteAllText(_folder["points.csv"], "0,0\n1,1\n2,0\n3,1\n4,4\n");
        Cut(Small(target: new Points(_folder["points.csv"])), "a", 7);
        var configuration = Text("a/config.yaml");
        File.WriteAllText(_folder["a/config.yaml"], "# a comment and a blank line\n\n" + configuration);
        RunFolder.Open(_folder["a"]).Folder.Dispose();
        File.WriteAllText(_folder["a/config.yaml"], configuration.Replace("step_size: 2", "step_size: 0.5", StringComparison.Ordinal));
        Assert.Contains("The settings in", Assert.Throws<UsageException>(() => Resume("a")).Message);
        File.WriteAllText(_folder["a/config.yaml"], configuration[..configuration.IndexOf("log:", StringComparison.Ordinal)]);
        Assert.Contains("The settings in", Assert.Throws<UsageException>(() => Resume("a")).Message);
        File.WriteAllText(_folder["a/config.yaml"], configuration);
        File.WriteAllText(_folder["points.csv"], "0,0\n1,1\n2,0\n3,1\n4,5\n");
        Assert.Contains("The data of the run", Assert.Throws<UsageException>(() => Resume("a")).Message);
        File.WriteAllText(_folder["points.csv"], "0,0\n1,1\n2,0\n3,1\n4,4\n");
        Assert.Equal(RunStatus.Finished, Resume("a").Status);
    }

    [Fact]
    public void Many_listed_points_can_be_resumed()
    {
        var points = new ListedPoints(ValueList.From(Enumerable.Range(0, 70_000).Select(i => (ValueList<double>)[i / 7.0])));
        var experiment = new ParticleFlowExperiment(Source: new(new Gaussian(1), 2), Target: new(points, 2), Flow: new(Iterations: 2), Log: new(1, 0, 1), Metrics: []);
        Cut(experiment, "a", 1);
        Assert.True(new FileInfo(_folder["a/config.yaml"]).Length > 1 << 20);
        Assert.Equal(2, Resume("a").Step);
    }

    [Fact]
    public void A_checkpoint_with_wrong_content_is_passed_over_with_a_word()
    {
        Run(Small(), "whole");
        var made = 0;
        void PassedOver(string part, Matrix wrong)
        {
            var name = $"r{made++}";
            Cut(Small(), name, 7);
            var path = _folder[$"{name}/checkpoints/00000007.npz"];
            Forge(path, new(NumpyArchive.Read(path)) { [part] = NumpyArray.Of(wrong) });
            var warnings = new List<string>();
            Resume(name, warnings.Add);
            Assert.Single(warnings);
            Assert.Equal(Text("whole/metrics.csv"), Text($"{name}/metrics.csv"));
        }

        foreach (var step in new[] { 1e300, -5, 7.5, double.NaN, 13 }) PassedOver("step", Matrix.Column(step));
        PassedOver("step", new Matrix(0, 1));
        PassedOver("step", Matrix.Column(7, 7));
        PassedOver("state/time", new Matrix(0, 1));
        PassedOver("state/x", new Matrix(6, 3));
        PassedOver("state/move", Matrix.Column(double.NaN));
        PassedOver("another", Matrix.Column(1));
        PassedOver("state/another", Matrix.Column(1));
        PassedOver("format", Matrix.Column(1));
        PassedOver("text/notes", Matrix.Column([.. "[{\"Text\": null}]".Select(letter => (double)letter)]));
        PassedOver("text/notes", Matrix.Column(-1));
    }

    /// <summary>Writes a checkpoint as the program does, checksum and all, of any arrays.</summary>
    private static void Forge(string path, Dictionary<string, NumpyArray> arrays)
    {
        using var content = new MemoryStream();
        NumpyArchive.Write(content, arrays);
        var bytes = content.ToArray();
        (bytes[^2], bytes[^1]) = (64, 0);
        File.WriteAllBytes(path, [.. bytes, .. System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)))]);
    }

    [Fact]
    public void A_result_that_cannot_be_read_is_none_and_told()
    {
        Run(Small(), "a");
        foreach (var text in new[] { "", "{", "null", "{\"status\":\"converged\"}", "[]", "{\"status\":\"no such\"}" })
        {
            File.WriteAllText(_folder["a/result.json"], text);
            var warnings = new List<string>();
            var (folder, _) = RunFolder.Open(_folder["a"]);
            using (folder) Assert.Null(folder.Result(warnings.Add));
            Assert.Contains("is broken", Assert.Single(warnings));
        }
    }
}
