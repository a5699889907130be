namespace NtkGan.Plots;

/// <summary>Several fields of arrows in the plane.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Quantity">What the length of an arrow is, for the scale.</param>
/// <param name="Fields">The fields, each with its name as title; at least one.</param>
/// <param name="Columns">Panels in a row, at least 1.</param>
public sealed record FieldSheet(string Title, string Quantity, ValueList<FieldMap> Fields, int Columns) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        if (Fields.Count == 0 || Columns < 1) throw new ArgumentException("A sheet of fields needs a field, and a panel in a row.");
        foreach (var field in Fields) field.Check();
    }
}
