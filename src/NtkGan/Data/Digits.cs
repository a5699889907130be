using System.IO.Compression;
using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>1797 handwritten digits of 8 x 8 pixels (Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI 1998). Grey g in 0..16 becomes
/// 1.999 (g/16 - 0.5), so background is -0.9995 and full ink 0.9995.</summary>
/// <param name="Classes">Which digits to keep, such as [3, 8]; all if left out.</param>
public sealed record Digits(ValueList<int>? Classes = null) : MatrixDataSet
{
    private const int Pixels = 64;

    private static readonly Lazy<Matrix> Table = new(() =>
    {
        using var packed = typeof(Digits).Assembly.GetManifestResourceStream("NtkGan.Assets.digits.csv.gz")!;
        using var table = new GZipStream(packed, CompressionMode.Decompress);
        return DelimitedFile.Read(table, "digits.csv").Values;
    });

    private static readonly Deferred<Digits, (Matrix Points, int[] Labels)> Kept = new(digits => Select(digits.Classes));

    /// <summary>Which digits are kept, or null for all.</summary>
    public ValueList<int>? Classes { get; init => field = Checked(value); } = Checked(Classes);

    /// <inheritdoc/>
    public override int Dimension => Pixels;

    /// <inheritdoc/>
    public override PointShape Shape => new(8, 8);

    /// <inheritdoc/>
    public override DisplayRange? Display => new(-0.9995, 0.9995);

    /// <inheritdoc/>
    public override IReadOnlyList<int> Labels => Kept.Of(this).Labels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <inheritdoc/>
    protected override Matrix Stored => Kept.Of(this).Points;

    private static ValueList<int>? Checked(ValueList<int>? classes) => classes is null || (classes.Count > 0 && classes.All(digit => digit is >= 0 and <= 9)) ? classes
        : throw new UsageException("classes must list at least one digit from 0 to 9.");

    private static (Matrix Points, int[] Labels) Select(ValueList<int>? classes)
    {
        var table = Table.Value;
        int[] kept = [.. Enumerable.Range(0, table.Rows).Where(i => classes is null || classes.Contains((int)table[i, Pixels]))];
        var points = new Matrix(kept.Length, Pixels);
        for (var i = 0; i < kept.Length; i++)
            for (var j = 0; j < Pixels; j++) points[i, j] = 1.999 * (table[kept[i], j] / 16 - 0.5);
        return (points, [.. kept.Select(i => (int)table[i, Pixels])]);
    }
}
