namespace NtkGan.Tests.Data;

/// <summary>An empty folder that goes away with its contents.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("ntkgan-tests-").FullName;

    public string this[string file] => Path.Combine(_path, file);

    public string[] Files => Directory.GetFiles(_path);

    public string Write(string file, params byte[] bytes)
    {
        File.WriteAllBytes(this[file], bytes);
        return this[file];
    }

    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
