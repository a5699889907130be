using NtkGan.Numerics;

namespace NtkGan.Data.Files;

/// <summary>Points from a file of any format that the library reads, told apart by the file's extension.</summary>
public static class PointFile
{
    private const string Archive = ".npz";
    private const char Separator = ':';

    /// <summary>Reads points, n x d: rows of a table (.csv, .tsv, .txt, .dat), or of a NumPy array (.npy, .npz), whose first axis counts points and whose
    /// further axes are flattened; one axis alone gives points on a line.</summary>
    /// <param name="path">The file; the name of an array may follow that of an .npz file after a colon, as in samples.npz:x.</param>
    /// <param name="array">Which array of an .npz file; null if the path names it or it holds only one, and for the other formats.</param>
    /// <exception cref="UsageException">There is no such file or array, the extension is unknown, or an array is named where there are none.</exception>
    /// <exception cref="InvalidDataFormatException">The file is broken, holds no points, or a value is not finite: the message names the row.</exception>
    public static Matrix Read(string path, string? array = null)
    {
        if (array is null) (path, array) = Parts(path);
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (array is not null && extension != Archive)
            throw new UsageException($"'{path}' holds one array, so leave the name '{array}' out; only .npz files have named arrays.");
        return extension switch
        {
            ".npy" => Checked(NumpyFile.Read(path), path),
            Archive => Checked(NumpyArchive.Read(path, array ?? OnlyArray(path)), path),
            ".csv" or ".tsv" or ".txt" or ".dat" => DelimitedFile.Read(path).Values,
            _ => throw new UsageException($"'{path}' is no file of points: its name must end in .csv, .tsv, .txt, .dat, .npy or .npz."),
        };
    }

    // A file of that very name comes first, and the colon of a drive (C:\...) follows no ending.
    private static (string Path, string? Array) Parts(string path)
    {
        var end = path.LastIndexOf(Archive + Separator, StringComparison.OrdinalIgnoreCase) + Archive.Length;
        return end < Archive.Length || end == path.Length - 1 || File.Exists(path) ? (path, null) : (path[..end], path[(end + 1)..]);
    }

    private static string OnlyArray(string path)
    {
        var names = NumpyArchive.Names(path);
        return names.Count == 1 ? names[0]
            : names.Count == 0 ? throw new InvalidDataFormatException($"'{path}' holds no arrays.")
            : throw new UsageException($"'{path}' holds the arrays {string.Join(", ", names.Take(20).Select(FieldText.Shown))}; say which, as in {path}{Separator}{FieldText.Shown(names[0])}.");
    }

    private static Matrix Checked(NumpyArray array, string path)
    {
        if (array.Values.IsEmpty) throw new InvalidDataFormatException($"'{path}' holds no points: its shape is {array.Shape}.");
        var points = array.ToPoints();
        for (var i = 0; i < points.Rows; i++)
            foreach (var value in points.Row(i))
                if (!double.IsFinite(value))
                    throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' holds {value} in row {i} (from 0); remove the row or mend the value."));
        return points;
    }
}
