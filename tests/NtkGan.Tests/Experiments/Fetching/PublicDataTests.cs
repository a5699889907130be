using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using NtkGan.Experiments.Fetching;
using NtkGan.Tests.Cli;
using NtkGan.Tests.Data;

namespace NtkGan.Tests.Experiments.Fetching;

/// <summary>Public data are brought whole, checked, and nothing of a person's own is lost.</summary>
public sealed class PublicDataTests : IDisposable
{
    private static readonly byte[] First = Encoding.UTF8.GetBytes("the first file"), Second = Encoding.UTF8.GetBytes("the second");

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_copied_unpacked_and_checked()
    {
        var (source, target) = (Source(), _folder["deep/target"]);
        Fetch(target, source);
        Assert.Equal([First, Second], Contents(target));
        Assert.Equal(2, _said.Count);

        // A second time nothing is written; one that is missing alone is brought.
        var time = File.GetLastWriteTimeUtc(Path.Combine(target, "one"));
        Fetch(target, _folder["nowhere"]);
        Assert.Contains("already", _said[^1]);
        File.Delete(Path.Combine(target, "two"));
        Fetch(target, source);
        Assert.Equal([First, Second], Contents(target));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Path.Combine(target, "one")));
    }

    [Fact]
    public void Files_of_a_person_stay_unless_they_are_given_up()
    {
        var (source, target) = (Source(), Directory.CreateDirectory(_folder["target"]).FullName);
        File.WriteAllText(Path.Combine(target, "one"), "my own");
        Refused.AsUsage(() => Fetch(target, source), "one", "--to", "--force");
        Assert.Equal("my own", File.ReadAllText(Path.Combine(target, "one")));
        Assert.False(File.Exists(Path.Combine(target, "two")));
        Fetch(target, source, replaces: true);
        Assert.Equal([First, Second], Contents(target));
    }

    [Fact]
    public void Other_files_than_the_published_are_refused()
    {
        var (source, target) = (Source(), _folder["target"]);
        foreach (var (content, word) in new[] { ("the First file", "SHA-256"), ("the first file.", "longer"), ("the first", "bytes") })
        {
            File.WriteAllText(Path.Combine(source, "one"), content);
            Assert.Contains(word, Assert.Throws<InvalidDataFormatException>(() => Fetch(target, source)).Message);
            Assert.Empty(Directory.GetFiles(target));
        }

        File.WriteAllBytes(Path.Combine(source, "one"), First);
        File.WriteAllText(Path.Combine(source, "two.gz"), "not packed");
        Assert.Contains("gzip", Assert.Throws<InvalidDataFormatException>(() => Fetch(target, source)).Message);
        File.Delete(Path.Combine(source, "two.gz"));
        Refused.AsUsage(() => Fetch(_folder["other"], source), "two.gz");
        Assert.False(Directory.Exists(_folder["other"]));
    }

    [Fact]
    public void A_package_of_node_is_unpacked()
    {
        var archive = _folder["some-data-1.0.0.tgz"];
        using (var file = new GZipStream(File.Create(archive), CompressionMode.Compress))
        using (var writer = new TarWriter(file))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/data/one") { DataStream = new MemoryStream(First) });
        }

        var folder = new NodePackage("some-data", "1.0.0", "data").Unpacked(archive, Directory.CreateDirectory(_folder["aside"]).FullName);
        Assert.Equal(First, File.ReadAllBytes(Path.Combine(folder, "one")));
    }

    [Theory]
    [InlineData("ntkgan-no-such-program", "is not on this machine")]
    [InlineData("false", "exit code 1")]
    public void A_delivery_that_fails_says_what_to_do(string program, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no program 'false'.");
        var data = Data() with { Package = new Broken(program) };
        Refused.AsUsage(() => data.Fetch(_folder["target"], null, false, _said.Add, default), words, program, "--from");
        Assert.False(Directory.Exists(_folder["target"]));
    }

    [Fact]
    public void The_command_answers_with_the_folder_alone()
    {
        var (code, _, error) = CommandLine.Run("data", "fetch", "fashon");
        Assert.Equal(2, code);
        Assert.Contains("'fashion'", error);
        (code, _, error) = CommandLine.Run("data", "fetch", "faces", "--from", _folder["nowhere"], "--to", _folder["target"], "--quiet");
        Assert.Equal(2, code);
        Assert.Contains("lfw_subset.npy", error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private void Fetch(string target, string source, bool replaces = false) => Data().Fetch(target, source, replaces, _said.Add, default);

    private string Source()
    {
        var source = Directory.CreateDirectory(_folder["source"]).FullName;
        File.WriteAllBytes(Path.Combine(source, "one"), First);
        using var packed = new GZipStream(File.Create(Path.Combine(source, "two.gz")), CompressionMode.Compress);
        packed.Write(Second);
        return source;
    }

    private static PublicData Data() => new("test", "two files", "made here", [Of("one", First), Of("two", Second)], new Broken("none"));

    private static PublicFile Of(string name, byte[] content) => new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static byte[][] Contents(string folder) => [File.ReadAllBytes(Path.Combine(folder, "one")), File.ReadAllBytes(Path.Combine(folder, "two"))];

    private sealed record Broken(string Program) : DataPackage
    {
        internal override string? Installed() => null;

        internal override string Deliver(string aside, Action<string> say, CancellationToken cancellation)
        {
            Execute(say, aside, cancellation, Program);
            return aside;
        }
    }
}
