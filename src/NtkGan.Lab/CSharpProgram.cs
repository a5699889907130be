using System.Collections;
using System.Globalization;
using System.Text;
using NtkGan.Experiments;

namespace NtkGan.Lab;

/// <summary>An experiment as a program of one file in C#: the records of the library, with what is not as usual.</summary>
internal sealed class CSharpProgram
{
    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal) { "NtkGan.Experiments" };

    private CSharpProgram()
    {
    }

    /// <summary>The program's text: it does all steps and prints the last metrics.</summary>
    public static string Of(Experiment experiment)
    {
        var program = new CSharpProgram();
        var made = program.Record(Catalog.Describe(experiment.GetType())!, experiment, depth: 0);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#:package NtkGan.Experiments@{typeof(Catalog).Assembly.GetName().Version?.ToString(3)}\n\n");
        foreach (var one in program._namespaces) text.Append(CultureInfo.InvariantCulture, $"using {one};\n");
        text.Append(CultureInfo.InvariantCulture, $"\nvar experiment = {made};\n\n")
            .Append("var run = experiment.Start();\nwhile (run.Step < run.LastStep && run.Convergence is null) run.Advance();\n\n")
            .Append("foreach (var (name, value) in run.Columns.Zip(run.Row())) Console.WriteLine($\"{name} {value}\");\n");
        return text.ToString();
    }

    private string Record(RecordDescription description, object value, int depth)
    {
        // Defaults that a record fills in itself can be read off one that has nothing else.
        var usual = description.Parameters.All(parameter => parameter.HasDefault) ? description.Make([.. description.Parameters.Select(parameter => parameter.Default)]) : null;
        var arguments = description.Parameters
            .Where(parameter => !parameter.HasDefault || !(Equals(parameter.Read(value), parameter.Default) || (usual is not null && Equals(parameter.Read(value), parameter.Read(usual)))))
            .Select(parameter => $"{parameter.Name}: {Value(parameter.Kind, parameter.Read(value), depth + 1)}").ToList();
        var separator = depth == 0 ? ",\n    " : ", ";
        return $"new {Name(value.GetType())}({(depth == 0 && arguments.Count > 0 ? "\n    " : "")}{string.Join(separator, arguments)})";
    }

    private string Value(ValueKind kind, object? value, int depth) => (kind, value) switch
    {
        (_, null) => "null",
        (_, bool truth) => truth ? "true" : "false",
        (_, double.PositiveInfinity) => "double.PositiveInfinity",
        (_, double number) => number.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0",
        (_, ulong number) => number.ToString(CultureInfo.InvariantCulture),
        (_, string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"",
        (_, Enum choice) => $"{Name(choice.GetType())}.{choice}",
        (ListKind list, IEnumerable items) => $"[{string.Join(", ", items.Cast<object?>().Select(item => Value(list.Item, item, depth)))}]",
        (RecordKind record, _) => Record(record.Description, value, depth),
        (FamilyKind, _) => Record(Catalog.Describe(value.GetType())!, value, depth),
        (_, IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new UsageException($"A {value.GetType().Name} cannot be written in C#."),
    };

    private string Name(Type type)
    {
        if (type.Namespace is { } place && place != nameof(NtkGan)) _namespaces.Add(place);
        return type.Name;
    }
}
