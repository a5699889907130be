using NtkGan.Data.Files;

namespace NtkGan.Tests.Data;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_a_new_file_and_replaces_an_old_one_wholly()
    {
        AtomicFile.Write(_folder["a"], stream => stream.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["a"]));
        AtomicFile.Write(_folder["a"], stream => stream.Write([4]));
        Assert.Equal([4], File.ReadAllBytes(_folder["a"]));
        Assert.Equal([_folder["a"]], _folder.Files);
    }

    [Fact]
    public void The_old_content_is_there_until_the_new_is_whole()
    {
        _folder.Write("a", "old");
        AtomicFile.Write(_folder["a"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_folder["a"]));
        });
        Assert.Equal("new", File.ReadAllText(_folder["a"]));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        _folder.Write("a", "old");
        Assert.Throws<NumericalException>(() => AtomicFile.Write(_folder["a"], stream =>
        {
            stream.Write("half"u8);
            throw new NumericalException("no more");
        }));
        Assert.Equal("old", File.ReadAllText(_folder["a"]));
        Assert.Equal([_folder["a"]], _folder.Files);
    }

    [Fact]
    public void Two_writers_at_once_leave_one_whole_content()
    {
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => AtomicFile.Write(_folder["a"], stream =>
        {
            for (var part = 0; part < 10; part++) stream.Write([(byte)i]);
        }));
        var bytes = File.ReadAllBytes(_folder["a"]);
        Assert.Equal(10, bytes.Length);
        Assert.Single(bytes.Distinct());
        Assert.Equal([_folder["a"]], _folder.Files);
    }

    [Fact]
    public void A_symbolic_link_stays_a_link()
    {
        _folder.Write("real", "old");
        File.CreateSymbolicLink(_folder["link"], _folder["real"]);
        AtomicFile.Write(_folder["link"], stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder["real"]));
        Assert.Equal(_folder["real"], new FileInfo(_folder["link"]).LinkTarget);
    }

    [Fact]
    public void Refuses_a_folder_that_is_missing_and_a_path_that_is_one()
    {
        Refused.AsUsage(() => AtomicFile.Write(Path.Combine(_folder["none"], "a"), _ => { }), "none");
        Directory.CreateDirectory(_folder["folder"]);
        Refused.AsUsage(() => AtomicFile.Write(_folder["folder"], _ => { }), "folder");
        Assert.Empty(_folder.Files);
    }
}
