using System.Collections.Frozen;

namespace NtkGan.Lab;

/// <summary>The files of the page, embedded: there is no folder from which anything else could be served.</summary>
internal static class PageFiles
{
    private const string Prefix = "NtkGan.Lab.Page/";

    private static readonly FrozenDictionary<string, (string Type, byte[] Content)> All = typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), Read);

    /// <summary>A file with its media type, or null.</summary>
    /// <param name="name">Its name; empty for the page itself.</param>
    public static (string Type, byte[] Content)? Find(string name) => All.TryGetValue(name.Length == 0 ? "index.html" : name, out var file) ? file : null;

    private static (string, byte[]) Read(string resource)
    {
        using var content = new MemoryStream();
        typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!.CopyTo(content);
        return (Path.GetExtension(resource) switch { ".html" => "text/html; charset=utf-8", ".js" => "text/javascript; charset=utf-8", ".css" => "text/css; charset=utf-8", _ => "text/plain; charset=utf-8" }, content.ToArray());
    }
}
