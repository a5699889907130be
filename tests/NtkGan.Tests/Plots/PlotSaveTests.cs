using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

public sealed class PlotSaveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ntkgan-plots-").FullName;
    private readonly Plot _plot = new KernelSlice();

    [Theory]
    [InlineData("a.png", 0x89)]
    [InlineData("new/folder/A.PNG", 0x89)]
    [InlineData("a.svg", '<')]
    [InlineData("a.pdf", '%')]
    public void Writes_the_format_its_name_asks_for(string name, int firstByte)
    {
        var path = Path.Combine(_folder, name);
        _plot.Save(_plot.Sample(), path);
        Assert.Equal(firstByte, File.ReadAllBytes(path)[0]);
    }

    [Fact]
    public void Replaces_a_picture_and_leaves_nothing_beside_it()
    {
        var path = Path.Combine(_folder, "a.png");
        File.WriteAllText(path, "old");
        _plot.Save(_plot.Sample(), path);
        Assert.Equal(_plot.Render(_plot.Sample(), PictureFormat.Png), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a")]
    [InlineData("a.0")]
    [InlineData("a.png.tmp")]
    public void Refuses_other_names_before_it_writes(string name)
    {
        var error = Assert.Throws<UsageException>(() => _plot.Save(_plot.Sample(), Path.Combine(_folder, name)));
        Assert.Contains(".png, .svg or .pdf", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
