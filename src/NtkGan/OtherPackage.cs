namespace NtkGan;

/// <summary>What lives in packages of its own beside this one, so that a program without one of them can say where it is.</summary>
internal static class OtherPackage
{
    private static readonly (string Family, string Member, string Package)[] Members = [("features", "torch_script", "NtkGan.Torch"), ("features", "onnx", "NtkGan.Onnx")];

    /// <summary>The packages with natives of their own.</summary>
    public static IEnumerable<string> Names => Members.Select(member => member.Package).Distinct().Order(StringComparer.Ordinal);

    /// <summary>A sentence on where a member is, or null where no package has one of that name.</summary>
    /// <param name="family">The family's name.</param>
    /// <param name="member">The member's name.</param>
    public static string? Sentence(string family, string member) => Members.FirstOrDefault(known => (known.Family, known.Member) == (family, member)).Package is { } package
        ? $"The {family} '{member}' are in the package {package}: run this with ntkgan-torch, or reference that package." : null;
}
