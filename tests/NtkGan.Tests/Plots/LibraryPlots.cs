using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

/// <summary>The plots of the library: what other tests bring along, as a user's assembly would, answers for itself.</summary>
internal static class LibraryPlots
{
    public static IReadOnlyList<Member> Members => [.. Catalog.Members<Plot>().Where(member => member.Type.Assembly == typeof(Plot).Assembly)];
}
