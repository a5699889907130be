using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>The rows of a table by class, one that has few rows together with the other small ones, where there the class is a category like others.</summary>
internal sealed class RowGroups
{
    private const int FewRows = 12;

    private readonly int _columns, _class;

    /// <summary>Divides the rows.</summary>
    /// <param name="table">The rows, at least one.</param>
    /// <param name="classColumn">The column of the class, or null for one group.</param>
    public RowGroups(RowTable table, int? classColumn)
    {
        (_columns, _class) = (table.Columns.Count, classColumn ?? -1);
        var byClass = Enumerable.Range(0, table.Rows).GroupBy(i => classColumn is { } column ? table.Values[i, column] : 0).OrderBy(group => group.Key).Select(group => group.ToArray()).ToList();
        int[] rest = [.. byClass.Where(rows => rows.Length < FewRows).SelectMany(rows => rows).Order()];
        List<(int[] Rows, int Fixed)> parts = [.. byClass.Where(rows => rows.Length >= FewRows).Select(rows => (rows, _class))];
        if (rest.Length > 0) parts.Add((rest, -1));
        All = [.. parts.Select(part => (new RowGroup(table.Columns, table.Values.Take(part.Rows), part.Fixed), part.Fixed))];
    }

    /// <summary>The groups, and the column that is the same in a group, or -1.</summary>
    public IReadOnlyList<(RowGroup Group, int Fixed)> All { get; }

    /// <summary>New rows, as many of each group as its share says, in random order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where randomness comes from.</param>
    /// <param name="draw">The rows of a group: its number, and how many; columns that are the same in it need not be filled.</param>
    public Matrix Draw(int count, CounterRandom random, Func<int, int, Matrix> draw)
    {
        var (result, row, order) = (new Matrix(count, _columns), 0, random.NextPermutation(count));
        var shares = Shares(count, random);
        for (var g = 0; g < All.Count; g++)
        {
            if (shares[g] == 0) continue;
            var rows = draw(g, shares[g]);
            for (var i = 0; i < rows.Rows; i++, row++)
            {
                rows.Row(i).CopyTo(result.Row(order[row]));
                if (All[g].Fixed >= 0) result[order[row], All[g].Fixed] = All[g].Group.Values[0, All[g].Fixed];
            }
        }

        return result;
    }

    // The whole part of each share, and what is left by chance in proportion to the fractions (systematic sampling).
    private int[] Shares(int count, CounterRandom random)
    {
        var all = (double)All.Sum(part => part.Group.Values.Rows);
        var (result, before, at, start) = (new int[All.Count], 0, 0.0, random.NextUniform());
        for (var g = 0; g < result.Length; g++)
        {
            at += count * All[g].Group.Values.Rows / all;
            var end = g == result.Length - 1 ? count : (int)Math.Clamp(Math.Floor(at + start), before, count);
            (result[g], before) = (end - before, end);
        }

        return result;
    }
}
