namespace NtkGan.Tests.Rules;

/// <summary>Where the sources lie, for tests that read them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Library => Path.Combine(Root, "src", "NtkGan");

    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "NtkGan.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests run from outside of the repository.");
    }
}
