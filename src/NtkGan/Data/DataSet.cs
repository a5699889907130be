using System.Text;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A distribution to draw points from, or a finite set of stored points. A description: it holds parameters, reads files when first
/// asked for points, and every draw is a function of the generator of random numbers alone.</summary>
[Family("data")]
public abstract record DataSet
{
    /// <summary>The number of coordinates d of a point.</summary>
    public abstract int Dimension { get; }

    /// <summary>How the coordinates are arranged; a plain vector unless the data are pictures.</summary>
    public virtual PointShape Shape => new(Dimension);

    /// <summary>The number of stored points, or null for an endless stream.</summary>
    public virtual int? Size => null;

    /// <summary>The mixture that the points come from, where they come from one.</summary>
    public virtual Mixture? Modes => null;

    /// <summary>The values of black and white, where points are pictures with known ends.</summary>
    public virtual DisplayRange? Display => null;

    /// <summary>The data as people see them, where points are coordinates of something else, such as latents of images; otherwise these data. A draw of as many points by
    /// the same random numbers has the same rows.</summary>
    public virtual DataSet Original => this;

    /// <summary>What a person gets of points: themselves, but rows of a table in the digits of their columns, and of latents what they decode to, points of
    /// <see cref="Original"/>.</summary>
    /// <param name="points">n x d, finite.</param>
    public virtual Matrix AsWritten(Matrix points) => points;

    /// <summary>The coordinates of points of <see cref="Original"/>: themselves, but encoded where these data are latents.</summary>
    /// <param name="written">Points of <see cref="Original"/>.</param>
    public virtual Matrix AsCoordinates(Matrix written) => written;

    /// <summary>Random points, n x d: independent draws from a stream, or a uniformly random subset of stored points without replacement, in
    /// random order.</summary>
    /// <param name="count">How many points n, at least 1 and at most <see cref="Size"/>.</param>
    /// <param name="random">Where randomness comes from; the same state gives the same bits.</param>
    /// <exception cref="UsageException">The count is below 1, above <see cref="Size"/>, or too large for memory.</exception>
    /// <exception cref="InvalidDataFormatException">A file of the data set is broken.</exception>
    public Matrix Draw(int count, CounterRandom random)
    {
        Require.AtLeast(1, count);
        if (count > Size)
            throw new UsageException(FormattableString.Invariant($"The data set '{Name}' holds {Size} points, so {count} cannot be drawn without replacement; ask for at most {Size}."));
        if ((long)count * Dimension > Array.MaxLength)
            throw new UsageException(FormattableString.Invariant($"{count} points of dimension {Dimension} do not fit into one matrix; draw fewer."));
        var (needed, available) = (8.0 * count * Dimension, (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (needed > available / 2)
            throw new UsageException(FormattableString.Invariant($"{count} points of dimension {Dimension} take {needed / (1 << 30):F1} GiB of memory, too much of the {available / (1 << 30):F1} GiB there are; draw fewer."));
        return Sample(count, random);
    }

    /// <summary>Random points as <see cref="Draw"/> gives them, and others that were held out: the next of the same random order of a stored set, as many
    /// as it has; further draws from a stream.</summary>
    /// <param name="count">How many points to draw, as for <see cref="Draw"/>.</param>
    /// <param name="heldOut">How many to hold out, at least 0.</param>
    /// <param name="random">Where randomness comes from.</param>
    /// <exception cref="UsageException">As for <see cref="Draw"/>.</exception>
    /// <exception cref="InvalidDataFormatException">A file of the data set is broken.</exception>
    public (Matrix Drawn, Matrix HeldOut) DrawWithHeldOut(int count, int heldOut, CounterRandom random)
    {
        var wanted = (long)count + Require.AtLeast(0, heldOut);
        var both = Draw((int)Math.Min(wanted, Math.Max(count, Size ?? int.MaxValue)), random);
        return (both.Take([.. Enumerable.Range(0, count)]), both.Take([.. Enumerable.Range(count, both.Rows - count)]));
    }

    /// <summary>All stored points in stored order, n x d, as a copy.</summary>
    /// <exception cref="UsageException">The data set is an endless stream.</exception>
    /// <exception cref="InvalidDataFormatException">A file of the data set is broken.</exception>
    public virtual Matrix All() => throw new UsageException($"The data set '{Name}' is an endless stream and stores no points; say how many to draw.");

    /// <summary>What <see cref="Draw"/> gives, for a count that has been checked.</summary>
    protected abstract Matrix Sample(int count, CounterRandom random);

    /// <summary>Prints parameters only: the properties of this type may read files.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    private string Name => Catalog.NameOf(GetType());
}
