using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Points of a file, row by row: samples go on from where another run ended (its samples.npz:x), under another lambda, kernel or optimiser, so that a
/// lambda can be raised in stages or a picture of one kernel be polished under another. Every seed starts at the same points.</summary>
/// <param name="Path">The file (.csv, .tsv, .txt, .dat, .npy or .npz), relative to the current folder; samples.npz:x is the array x of samples.npz. It has at least
/// as many rows as there are samples, of which the first ones are taken, in the coordinates of samples (samples.npz:coordinates where those are not what is seen, as of tables), within their box.</param>
/// <param name="Array">Which array of an .npz file; may be left out if it holds one or the path names it.</param>
[Named("points")]
public sealed record PointsStart(string Path, string? Array = null) : SampleStart
{
    /// <summary>A file in the current folder.</summary>
    public static PointsStart Example => new("points.csv");

    /// <summary>The file.</summary>
    public string Path { get; init; } = Path;

    /// <summary>Which array of an .npz file.</summary>
    public string? Array { get; init; } = Array;

    /// <inheritdoc/>
    /// <exception cref="UsageException">There is no such file, or it has too few points, points of another dimension or one outside of the box.</exception>
    /// <exception cref="InvalidDataFormatException">The file is broken, or a number is not finite.</exception>
    public override Matrix Draw(int samples, Matrix real, Bounds bounds, ulong seed, int replica)
    {
        var points = PointFile.Read(Path, Array);
        if (points.Columns != real.Columns)
            throw new UsageException($"The points of {Path}, where samples are to start, have dimension {points.Columns}; the real rows have {real.Columns}.");
        if (points.Rows < samples) throw new UsageException($"{Path}, where samples are to start, holds {points.Rows} points for {samples} samples.");
        var result = points.Take([.. Enumerable.Range(0, samples)]);
        bounds.Clip(result);
        for (var i = 0; i < samples; i++)
        {
            if (!result.Row(i).SequenceEqual(points.Row(i)))
                throw new UsageException($"Row {i + 1} of {Path}, where samples are to start, lies outside of their box.");
        }

        return result;
    }
}
