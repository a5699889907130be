using System.Globalization;

namespace NtkGan.Data;

/// <summary>A column of numbers v, one coordinate (v - least)/(greatest - least); 1/2 where all numbers are equal.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Least">The least number, finite.</param>
/// <param name="Greatest">The greatest, finite.</param>
/// <param name="IsWhole">All numbers are whole, so those written back are rounded.</param>
public sealed record NumericColumn(string Name, double Least, double Greatest, bool IsWhole) : TableColumn(Name)
{
    /// <inheritdoc/>
    public override int Width => 1;

    /// <summary>The number that a field holds, or null if it holds none that is finite.</summary>
    internal static double? Parse(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A number in digits that read back to the same double.</summary>
    internal static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    internal override void Encode(string field, Span<double> coordinates)
    {
        var value = Parse(field)!.Value;
        coordinates[0] = Least == Greatest ? 0.5 : value / 2 == Greatest / 2 ? 1 : (value / 2 - Least / 2) / (Greatest / 2 - Least / 2); // halves, for their difference is always finite
    }

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<double> coordinates)
    {
        var share = Math.Clamp(coordinates[0], 0, 1);
        var value = (1 - share) * Least + share * Greatest;
        return Text(IsWhole ? Math.Round(value) : value);
    }
}
