using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>Real rows with their classes, for metrics that learn what a class is. They take no part in the training.</summary>
public sealed record LabelledRows
{
    /// <summary>Pairs rows with classes.</summary>
    /// <param name="rows">The rows, k x d.</param>
    /// <param name="labels">The class of each row, at least 0.</param>
    /// <exception cref="InvalidDataFormatException">The numbers of rows and of labels differ, or a label is negative.</exception>
    public LabelledRows(Matrix rows, ValueList<int> labels)
    {
        if (rows.Rows != labels.Count) throw new InvalidDataFormatException($"{rows.Rows} rows do not fit {labels.Count} labels.");
        if (labels.Any(label => label < 0)) throw new InvalidDataFormatException("A class is a number of at least 0.");
        (Rows, Labels) = (rows, labels);
    }

    /// <summary>The rows.</summary>
    public Matrix Rows { get; }

    /// <summary>The class of each row.</summary>
    public ValueList<int> Labels { get; }

    /// <summary>Some of the rows, in the order given.</summary>
    internal LabelledRows Take(int start, int end) => new(Rows.Take([.. Enumerable.Range(start, end - start)]), [.. Labels.Skip(start).Take(end - start)]);
}
