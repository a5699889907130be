using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Points of one's own, read from a file: a row is a point. In .csv, .tsv, .txt and .dat files numbers are separated by semicolons, commas,
/// tabs or spaces; a heading and lines after # are allowed. Of .npy and .npz arrays the first axis counts points, further axes are flattened.</summary>
/// <param name="Path">The file (.csv, .tsv, .txt, .dat, .npy or .npz), relative to the current folder; samples.npz:x is the array x of samples.npz.</param>
/// <param name="Array">Which array of an .npz file; may be left out if it holds one or the path names it.</param>
public sealed record Points(string Path, string? Array = null) : MatrixDataSet
{
    private static readonly Deferred<Points, Matrix> Rows = new(data => PointFile.Read(data.Path, data.Array));

    /// <summary>A file in the current folder.</summary>
    public static Points Example => new("points.csv");

    /// <summary>The file.</summary>
    public string Path { get; init; } = Path;

    /// <summary>Which array of an .npz file.</summary>
    public string? Array { get; init; } = Array;

    /// <inheritdoc/>
    protected override Matrix Stored => Rows.Of(this);
}
