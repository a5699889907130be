using System.Diagnostics;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Tests.Experiments;

public sealed class YamlTextTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("a: 1\na: 2", "f:2: the key 'a' stands twice.")]
    [InlineData("a: &x 1\nb: *x", "f:1: anchors (&name) are not allowed; write the value out.")]
    [InlineData("b: *x", "f:1: aliases (*name) are not allowed; write the value out.")]
    [InlineData("a: !!python/object 1", "f:1: tags (!name) are not allowed.")]
    [InlineData("a: 1\n---\nb: 2", "f:2: a second document begins; keep one document in a file.")]
    [InlineData("- 1", "f:1: an experiment file is a mapping of keys to values (key: value).")]
    [InlineData("[a]: 1", "f:1: a key must be one word.")]
    [InlineData("{a: 1}: 1", "f:1: a key must be one word.")]
    [InlineData("a: 1\n\tb: 2", "f:2: a tab stands before the words of this line, and YAML takes blanks alone there: replace it by two blanks.")]
    [InlineData("a:\n  b: 1\n \tc: 2", "f:3: a tab stands before the words of this line, and YAML takes blanks alone there: replace it by two blanks.")]
    [InlineData("a:\n\tb: 1\n", "f:2: a tab stands before the words of this line, and YAML takes blanks alone there: replace it by two blanks.")]
    public void Hazards_are_refused(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataFormatException>(() => YamlText.Parse(yaml, "f")).Message);

    [Theory]
    [InlineData("a: [1, 2")]
    [InlineData("a: \"open")]
    [InlineData("a: 1\n b: 2")]
    [InlineData("a: }")]
    [InlineData("a: 1\n...\nb")]
    [InlineData("%YAML 9.9\n---\na: 1")]
    public void Broken_text_is_refused_with_its_line(string yaml) =>
        Assert.StartsWith("f:", Assert.Throws<InvalidDataFormatException>(() => YamlText.Parse(yaml, "f")).Message);

    public static TheoryData<string> Bombs =>
    [
        new string('[', 500_000),
        string.Concat(Enumerable.Repeat("{a: ", 200_000)),
        string.Concat(Enumerable.Range(0, 5000).Select(level => new string(' ', level % 200) + "- \n")),
        string.Concat(Enumerable.Repeat("- ", 400_000)),
        new string('a', 1 << 20) + ": [",
        string.Concat(Enumerable.Repeat("? ", 300_000)),
        "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]",
        new string('x', YamlText.LargestSize + 1),
    ];

    [Theory, MemberData(nameof(Bombs))]
    public void Bombs_are_refused_in_bounded_memory_and_time(string yaml)
    {
        var (allocated, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        Assert.Throws<InvalidDataFormatException>(() => YamlText.Parse(yaml, "f"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 256L << 20);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void Too_deep_values_are_refused_and_deep_ones_are_not()
    {
        static string Nested(int depth) => "a: " + new string('[', depth) + new string(']', depth);
        Assert.NotNull(YamlText.Parse(Nested(YamlText.LargestDepth - 1), "f"));
        Assert.Contains("deeper than 32", Assert.Throws<InvalidDataFormatException>(() => YamlText.Parse(Nested(YamlText.LargestDepth), "f")).Message);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        File.WriteAllBytes(_path, [0x50, 0xFF, 0xFE, 0x00]);
        Assert.Contains("is not UTF-8", Assert.Throws<InvalidDataFormatException>(() => YamlText.ReadFile(_path)).Message);
        File.WriteAllBytes(_path, new byte[YamlText.LargestSize + 1]);
        Assert.Contains("longer than 16 MiB", Assert.Throws<InvalidDataFormatException>(() => YamlText.ReadFile(_path)).Message);
        Assert.Contains("There is no experiment file", Assert.Throws<UsageException>(() => YamlText.ReadFile(_path + ".not")).Message);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_do_no_harm()
    {
        File.WriteAllText(_path, "\uFEFFa: 1\r\nb: 2\r\n");
        var node = YamlText.ReadFile(_path);
        Assert.Equal(["a", "b"], node.Entries.Select(entry => entry.Key));
        Assert.Equal(2, node.Entries[1].Origin.Line);
    }
}
