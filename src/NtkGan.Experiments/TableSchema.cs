using System.Text;
using NtkGan.Data;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Experiments;

/// <summary>What a table was read as: lines for people, and a file of settings that reads it so again.</summary>
internal static class TableSchema
{
    private const int MostLines = 30;

    /// <summary>A line for the table and one for each column, the first ones of many.</summary>
    public static IEnumerable<string> Lines(Table table)
    {
        var resolved = table.Resolved;
        yield return FormattableString.Invariant($"table of {table.Size} rows, {table.Schema.Count} column{(table.Schema.Count == 1 ? "" : "s")}{(resolved.Heading == true ? " named in its first line" : ", its first line a row like the others")}{(resolved.Decimal == DecimalSign.Comma ? ", numbers with decimal commas" : "")}:");
        foreach (var column in table.Schema.Take(MostLines)) yield return $"  {FieldText.Shown(column.Name)}: {column.Description}";
        if (table.Schema.Count > MostLines) yield return FormattableString.Invariant($"  ... and {table.Schema.Count - MostLines} more, all in schema.yaml");
    }

    /// <summary>The content of schema.yaml: given after the preset it reads the table in the same way.</summary>
    public static string File(Table table)
    {
        var text = new StringBuilder("# What the table was read as. `ntkgan run ga-ntk-table schema.yaml` reads it so again; edit what is wrong.\n");
        foreach (var column in table.Schema) text.Append("#   ").Append(FieldText.Shown(column.Name)).Append(": ").Append(column.Description).Append('\n');
        return text.Append(YamlWriter.Write(new MappingNode([new Entry("data", RecordWriter.Write<DataSet>(table.Resolved), Origin.Default)], Origin.Default))).ToString();
    }
}
