using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>New rows like those of a small table, for people: <c>new TableSynthesizer().Fit(RowTable.Read("a.csv")).Sample(100).Write("b.csv")</c>. Samples come from the normal scores of each
/// class, smoothed; of eight candidates for each row those are taken that under a neural tangent kernel are together most like the rows, and none of which is too near to one. How smooth and how near is chosen on held-out rows.</summary>
public sealed record TableSynthesizer
{
    private const int MostRows = 20_000;

    /// <summary>The wanted copy ratio: the median distance of a new row to its nearest real row over that of real rows held out, above 0; 0.8.</summary>
    public double CopyRatio { get; init => field = Require.Positive(value, nameof(CopyRatio)); } = 0.8;

    /// <summary>The column of categories whose classes are fitted each by itself; found out if null, none if empty.</summary>
    public string? Class { get; init; }

    /// <summary>What every row obeys.</summary>
    public ValueList<TableConstraint> Constraints { get; init; } = [];

    /// <summary>GA-NTK's lambda times the second largest eigenvalue, with which candidates descend its objective for <see cref="Steps"/> steps before the choice; null for no descent.</summary>
    public double? Lambda { get; init => field = value is { } given ? Require.Positive(given, nameof(Lambda)) : null; }

    /// <summary>Steps of that descent, at least 1; 3.</summary>
    public int Steps { get; init => field = Require.AtLeast(1, value, nameof(Steps)); } = 3;

    /// <summary>The seed of all random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    private Polishing? Polishing => Lambda is { } lambda ? new(lambda, Steps) : null;

    /// <summary>How many parts of equal work <see cref="Fit"/> reports.</summary>
    public static int Parts => TableSettings.Tries;

    /// <summary>Chooses the settings on held-out rows and takes up all rows.</summary>
    /// <param name="table">The rows, at least ten.</param>
    /// <param name="progress">Told after each of <see cref="Parts"/> parts.</param>
    /// <exception cref="UsageException">A column is missing, or holds something else than is said of it.</exception>
    /// <exception cref="InvalidDataFormatException">There are fewer than ten rows or more than 20,000, one breaks a constraint, or all columns are identifiers.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled (<see cref="Workers.Cancel"/>).</exception>
    public FittedTable Fit(RowTable table, Action? progress = null)
    {
        const int fewest = 10;
        if (table.Rows < fewest) throw new InvalidDataFormatException(FormattableString.Invariant($"{table.Rows} rows are too few to learn from and to judge by: at least {fewest} are needed."));
        if (table.Rows > MostRows) throw new InvalidDataFormatException(FormattableString.Invariant($"{table.Rows} rows are no small table, and distances between all of them would take hours: take a part of at most {MostRows}."));
        if (table.Columns.All(column => column is IdentifierColumn)) throw new InvalidDataFormatException("The table holds nothing but identifiers, of which there is nothing to learn.");
        var free = Freed(table);
        var classColumn = ClassOf(table);
        return new(this, table, free, classColumn, TableSettings.Chosen(free, classColumn, CopyRatio, Polishing, Seed, progress));
    }

    /// <summary>New rows under differential privacy: from a noised mean of random features of the rows and from nothing else.</summary>
    /// <param name="table">The rows, read by what is public of their columns (<see cref="RowTable.Read(string, ValueList{PublicColumn})"/>).</param>
    /// <param name="privacy">The budget. It is spent anew by every call with another seed; the noise is secret only as long as the seed is.</param>
    /// <param name="count">How many rows, at least 1.</param>
    /// <exception cref="UsageException">A constraint names a column that is missing or holds no quantities, or leaves nothing of its range.</exception>
    public RowTable Private(RowTable table, Privacy privacy, int count) => Private(table, privacy, count, Seed);

    /// <summary>The same with noise of another seed.</summary>
    internal RowTable Private(RowTable table, Privacy privacy, int count, ulong noise)
    {
        var stages = Stages(table, (constraint, rows) => constraint.FreedPublicly(rows));
        return Bound(new PrivateRows(stages[^1], privacy, noise).Table(stages[^1], Require.AtLeast(1, count), CounterRandom.For(Seed, "rows")), stages);
    }

    /// <summary>The name of the column of the class, or null.</summary>
    /// <exception cref="UsageException">There is no such column, or it holds no categories.</exception>
    public string? ClassName(RowTable table) => ClassOf(table) is { } place ? table.Columns[place].Name : null;

    /// <summary>The table in columns that obey by themselves.</summary>
    internal RowTable Freed(RowTable table) => Stages(table)[^1];

    /// <summary>Rows of a model in the columns of the table.</summary>
    internal RowTable Bound(RowTable rows, RowTable table) => Bound(rows, Stages(table));

    // What was done last is undone first.
    private RowTable Bound(RowTable rows, List<RowTable> stages)
    {
        for (var k = Constraints.Count - 1; k >= 0; k--) rows = Constraints[k].Bound(rows, stages[k]);
        return rows;
    }

    private List<RowTable> Stages(RowTable table, Func<TableConstraint, RowTable, RowTable>? free = null)
    {
        List<RowTable> stages = [table];
        foreach (var constraint in Constraints) stages.Add(free is null ? constraint.Free(stages[^1]) : free(constraint, stages[^1]));
        return stages;
    }

    /// <summary>Our model of rows under some settings.</summary>
    internal RowModel Model(RowTable free, int? classColumn, TableSettings settings) => settings.Model(free, classColumn, Polishing);

    /// <summary>The column of the class: the one named, else one of categories that stands last or bears such a name, else the first of few.</summary>
    internal int? ClassOf(RowTable table)
    {
        if (Class == "") return null;
        if (Class is { } name)
        {
            var place = table.Place(name);
            return table.Columns[place] is WordColumn ? place : throw new UsageException($"Column '{name}' holds {table.Columns[place].Description} and no categories: it is no class.");
        }

        string[] names = ["class", "target", "label", "species", "outcome", "diagnosis"];
        int[] candidates = [.. Enumerable.Range(0, table.Columns.Count).Where(j => table.Columns[j] is WordColumn { Words.Count: >= 2 and <= 20 })];
        return candidates.Length == 0 ? null
            : candidates.Where(j => names.Contains(table.Columns[j].Name, StringComparer.OrdinalIgnoreCase)).Select(j => (int?)j).FirstOrDefault() ?? (candidates[^1] == table.Columns.Count - 1 ? candidates[^1] : candidates[0]);
    }
}
