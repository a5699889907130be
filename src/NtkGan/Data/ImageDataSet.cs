using System.Text;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Images from files, of one shape, in classes. Files are read when first asked for, and kept as bytes.</summary>
public abstract record ImageDataSet : StoredDataSet
{
    private static readonly Deferred<ImageDataSet, ImageStore> Stores = new(data => ImageStore.Of(data.Read(), data.Images, data.Source));

    /// <summary>Describes the images.</summary>
    /// <param name="images">What is done to them; the toolkit's scaling alone if none is given.</param>
    protected ImageDataSet(ImageOptions? images) => Images = images ?? new();

    /// <summary>What is done to the images.</summary>
    public ImageOptions Images { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Labels => Stores.Of(this).Labels;

    /// <inheritdoc/>
    public abstract override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override int Dimension => Shape.Dimension;

    /// <inheritdoc/>
    public override PointShape Shape => Stores.Of(this).Shape;

    /// <inheritdoc/>
    public override DisplayRange? Display => Images.Display;

    /// <inheritdoc/>
    protected override int Count => Stores.Of(this).Count;

    /// <summary>Prints parameters only: the other properties read files.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(nameof(Images)).Append(" = ").Append(Images);
        return true;
    }

    /// <summary>What is read, for messages.</summary>
    private protected abstract string Source { get; }

    /// <summary>Random images of every class that occurs, class by class, without replacement.</summary>
    /// <param name="count">How many of each, at least 1.</param>
    /// <param name="random">Where randomness comes from.</param>
    /// <exception cref="UsageException">A class has fewer, or the files are missing.</exception>
    /// <exception cref="InvalidDataFormatException">A file is broken.</exception>
    public Matrix DrawOfEachClass(int count, CounterRandom random)
    {
        Require.AtLeast(1, count);
        var rows = new List<int>();
        foreach (var members in Enumerable.Range(0, Count).GroupBy(row => Labels[row]).OrderBy(group => group.Key).Select(group => group.ToArray()))
        {
            if (members.Length < count)
                throw new UsageException(FormattableString.Invariant($"{Source} holds {members.Length} images of the class '{ClassNames[Labels[members[0]]]}', so {count} of each class cannot be drawn."));
            rows.AddRange(random.NextPermutation(members.Length).Take(count).Select(place => members[place]));
        }

        return Take([.. rows]);
    }

    /// <inheritdoc/>
    protected override Matrix Take(ReadOnlySpan<int> rows) => Stores.Of(this).Take(rows, Images);

    /// <summary>The images of the classes asked for, as they lie in the files, each with its class and a name for messages.</summary>
    private protected abstract IEnumerable<(PixelImage Image, int Label, string Name)> Read();

    /// <summary>A pool of files: so many of them, chosen at random but always the same, in their order; all if there are no more, or no number is given.</summary>
    private protected static T[] Pooled<T>(IReadOnlyList<T> files, int? pool) => pool is not { } count || count >= files.Count ? [.. files]
        : [.. CounterRandom.For(0, "pool").NextPermutation(files.Count).Take(count).Order().Select(i => files[i])];

    /// <summary>Which classes some words name, each by its name or its number.</summary>
    /// <exception cref="UsageException">A word names none.</exception>
    private protected static int[] Kept(ValueList<string>? words, IReadOnlyList<string> names) => words is null ? [.. Enumerable.Range(0, names.Count)]
        : [.. words.Select(word => Enumerable.Range(0, names.Count).FirstOrDefault(label => string.Equals(names[label], word, StringComparison.OrdinalIgnoreCase), -1) is >= 0 and var named ? named
            : int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < names.Count ? number
            : throw new UsageException($"There is no class '{word}'.{Suggestion.For(word, names)}")).Distinct()];
}
