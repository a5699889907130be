using System.Text;
using NtkGan.Data;
using NtkGan.Data.Files;
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

    /// <summary>Writes the file of settings: given after the preset or experiment file of a run, it reads the table in the same way.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <param name="keys">Where an experiment of that kind has its data.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string path, Table table, params IReadOnlyList<string> keys) =>
        AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(File(table, keys))));

    private static string File(Table table, IReadOnlyList<string> keys)
    {
        var text = new StringBuilder("# What the table was read as. Given after the preset or experiment file of the run, this reads it so again; edit what is wrong.\n");
        foreach (var column in table.Schema) text.Append("#   ").Append(FieldText.Shown(column.Name)).Append(": ").Append(column.Description).Append('\n');
        var settings = keys.Reverse().Aggregate(RecordWriter.Write<DataSet>(table.Resolved), (node, key) => Below(key, node));
        return text.Append(YamlWriter.Write(settings)).ToString();
    }

    private static MappingNode Below(string key, MappingNode node) => new MappingNode([new Entry(key, node, Origin.Default)], Origin.Default);
}
