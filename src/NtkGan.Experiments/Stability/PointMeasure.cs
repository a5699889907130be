using NtkGan.Data;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>Points of a game with their masses.</summary>
/// <param name="Data">Where the points come from.</param>
/// <param name="Count">How many are drawn; all of a stored set, in stored order, or one of an endless set if not given.</param>
/// <param name="PerClass">Draws this many random images of each class of an image data set, at least 1, instead of count points.</param>
/// <param name="Copies">How often each point is taken, at least 1.</param>
/// <param name="Deviation">Standard deviation of a normal displacement of every copy: one number for all coordinates or one for each.</param>
/// <param name="Centred">Whether the copies of a point are shifted so that it is exactly their mean.</param>
/// <param name="Masses">How the points share their mass; evenly, with total 1, if not given.</param>
public sealed record PointMeasure(DataSet Data, int? Count = null, int? PerClass = null, int Copies = 1, ValueList<double>? Deviation = null, bool Centred = false, Masses? Masses = null)
{
    private const int LargestDraw = 10_000_000;

    /// <summary>Two points on a line.</summary>
    public static PointMeasure Example => new(ListedPoints.Example);

    /// <summary>How many points are drawn.</summary>
    public int? Count { get; } = Count is { } count ? Require.AtLeast(1, count, nameof(Count)) : null;

    /// <summary>How many of each class are drawn.</summary>
    public int? PerClass { get; } = PerClass is not { } each ? null
        : Count is not null ? throw new UsageException("per_class and count exclude each other: leave one of them out.")
        : Data is ImageDataSet ? Require.AtLeast(1, each, nameof(PerClass))
        : throw new UsageException($"per_class needs images in classes, which '{Catalog.NameOf(Data.GetType())}' has not: leave it out.");

    /// <summary>How often each is taken.</summary>
    public int Copies { get; } = Require.AtLeast(1, Copies);

    /// <summary>Standard deviations of the displacements.</summary>
    public ValueList<double> Deviation { get; } = Deviation ?? [0];

    /// <summary>Whether the copies of a point are shifted so that it is exactly their mean.</summary>
    public bool Centred { get; } = !Centred || Copies > 1 ? Centred
        : throw new UsageException("centred: true would undo the displacement of a single copy: raise copies, or leave centred out.");

    /// <summary>How the points share their mass.</summary>
    public Masses Masses { get; } = Masses ?? new UniformMasses();

    /// <summary>The points of one trial.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">Names the stream of random numbers.</param>
    /// <param name="trial">The trial, from 0.</param>
    /// <exception cref="UsageException">Deviations or masses do not fit the points.</exception>
    /// <exception cref="InvalidDataFormatException">A file of the data set is broken.</exception>
    public WeightedPoints Draw(ulong seed, string purpose, int trial)
    {
        var random = CounterRandom.For(seed, purpose, (ulong)trial);
        var centres = PerClass is { } each ? ((ImageDataSet)Data).DrawOfEachClass(each, random)
            : Count is null && Data.Size is not null ? Data.All() : Data.Draw(Count ?? 1, random);
        if (Deviation.Count != 1 && Deviation.Count != centres.Columns)
            throw new UsageException(FormattableString.Invariant($"deviation must hold 1 number or {centres.Columns}, one for each coordinate, not {Deviation.Count}."));
        if ((long)centres.Rows * Copies * centres.Columns > LargestDraw) throw new UsageException(FormattableString.Invariant($"{Copies} copies of {centres.Rows} points are too many: at most {LargestDraw} coordinates."));
        var points = centres.Take([.. Enumerable.Range(0, centres.Rows * Copies).Select(i => i / Copies)]);
        for (var i = 0; i < centres.Rows; i++) Scatter(points, i * Copies, random);
        return new(points, Masses.Of(points.Rows, CounterRandom.For(seed, $"{purpose} masses", (ulong)trial)));
    }

    private void Scatter(Matrix points, int first, CounterRandom random)
    {
        for (var c = 0; c < points.Columns; c++)
        {
            var deviation = Require.NonNegative(Deviation[Deviation.Count == 1 ? 0 : c], nameof(Deviation));
            if (deviation == 0) continue;
            var displacements = new double[Copies];
            random.FillNormal(displacements);
            var mean = Centred ? displacements.Average() : 0;
            for (var j = 0; j < Copies; j++) points[first + j, c] += deviation * (displacements[j] - mean);
        }
    }
}
