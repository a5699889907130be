using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Tests.Experiments;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunFolder Create(string name, bool force = false) => RunFolder.Create(_folder[name], "seed: 1\n", RunEnvironment.Here(1, ["test"]), force);

    private string Refusal(string name, bool force = false) => Assert.Throws<UsageException>(() => Create(name, force)).Message;

    [Fact]
    public void Nothing_is_overwritten_without_being_asked()
    {
        Create("a").Dispose();
        Assert.Contains("is not empty", Refusal("a"));
        File.WriteAllText(_folder["a/mine.txt"], "mine");
        File.WriteAllText(_folder["a/frames/00000001.png"], "old");
        Create("a", force: true).Dispose();
        Assert.Equal("mine", File.ReadAllText(_folder["a/mine.txt"]));
        Assert.Empty(Directory.GetFiles(_folder["a/frames"]));
    }

    [Fact]
    public void A_folder_that_holds_no_run_is_never_emptied()
    {
        Directory.CreateDirectory(_folder["frames"]);
        File.WriteAllText(_folder["frames/holiday.png"], "mine");
        Directory.CreateDirectory(_folder["photos/frames"]);
        File.WriteAllText(_folder["photos/frames/beach.png"], "mine");
        Assert.Contains("holds no run", Refusal("", force: true));
        Assert.Contains("holds no run", Refusal("photos", force: true));
        Assert.True(File.Exists(_folder["frames/holiday.png"]));
    }

    [Fact]
    public void An_empty_folder_is_fine_and_a_file_is_not()
    {
        Directory.CreateDirectory(_folder["empty"]);
        Create("empty").Dispose();
        File.WriteAllText(_folder["file"], "");
        Assert.Contains("is a file", Refusal("file"));
        Assert.Contains("cannot be made", Refusal("file/below"));
    }

    [Fact]
    public void Two_processes_never_share_a_folder()
    {
        using var first = Create("a");
        Assert.Contains("in use", Refusal("a", force: true));
    }

    [Fact]
    public void Only_a_run_can_be_opened() =>
        Assert.Contains("is not the folder of a run", Assert.Throws<UsageException>(() => RunFolder.Open(_folder["nothing"])).Message);

    [Fact]
    public void Settings_too_long_to_be_read_back_are_refused_at_the_start()
    {
        var text = "data: [" + new string('1', YamlText.LargestSize) + "]\n";
        Assert.Contains("put points that it lists into a file", Assert.Throws<UsageException>(() => RunFolder.Create(_folder["a"], text, RunEnvironment.Here(1, []))).Message);
        Assert.False(Directory.Exists(_folder["a"]));
    }
}
