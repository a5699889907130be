using System.Text;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Experiments.Reproductions;

/// <summary>A figure, a table or a claim of a paper, by its id.</summary>
/// <param name="Id">Its id: a file name of the folder <c>figures</c>.</param>
/// <param name="Way">How it is made, or why it cannot be had.</param>
public sealed record PublishedFigure(string Id, Reproduction Way)
{
    private const string Prefix = "NtkGan.Figures/", Ending = ".yaml";

    private static readonly Lazy<IReadOnlyList<PublishedFigure>> Embedded = new(() => [.. typeof(PublishedFigure).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(Load)
        .OrderBy(figure => figure.Way.Paper).ThenBy(figure => figure.Way is MissingReproduction).ThenBy(figure => figure.Id, StringComparer.Ordinal)]);

    /// <summary>All of them: paper after paper, what cannot be had last.</summary>
    public static IReadOnlyList<PublishedFigure> All => Embedded.Value;

    /// <summary>The figure with an id; underscores count as hyphens.</summary>
    /// <exception cref="UsageException">There is none; the message offers the nearest.</exception>
    public static PublishedFigure Find(string id) => All.FirstOrDefault(figure => figure.Id == id.Replace('_', '-'))
        ?? throw new UsageException($"There is no figure '{id}'; `ntkgan list figures` names all.{Suggestion.For(id, All.Select(figure => figure.Id))}");

    private static PublishedFigure Load(string resource)
    {
        using var reader = new StreamReader(typeof(PublishedFigure).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var id = resource[Prefix.Length..^Ending.Length];
        return new(id, RecordReader.Read<Reproduction>(YamlText.Parse(reader.ReadToEnd(), $"figure {id}")));
    }
}
