using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>Our model of rows. In each class a sample begins at the normal scores z of a real row, each row about as often as any other, and moves towards the
/// class as a whole: sqrt(1 - h^2) z + h S e, S S^T the correlations of the scores, e normal; h = 0 copies rows, h = 1 is the Gaussian copula. Categories come from rows like it.
/// Where that is asked for, GA-NTK's gradient polishes what results.</summary>
internal sealed class SmoothedRows : RowModel
{
    private const int Neighbours = 5;

    private readonly RowGroups _groups;
    private readonly Matrix[] _roots, _coordinates;
    private readonly NearestNeighbours?[] _neighbours;

    /// <summary>Fits the rows.</summary>
    /// <param name="table">The rows, at least one.</param>
    /// <param name="classColumn">The column of the class, or null.</param>
    /// <param name="smoothing">h, from 0 to 1.</param>
    /// <param name="polishing">The descent that follows, or null.</param>
    public SmoothedRows(RowTable table, int? classColumn, double smoothing, Polishing? polishing = null)
    {
        (_groups, Smoothing, Polishing) = (new(table, classColumn), smoothing, polishing);
        _roots = [.. _groups.All.Select(one => one.Group.CorrelationRoot())];
        _coordinates = [.. _groups.All.Select(one => one.Group.Coordinates(one.Group.Scores, one.Group.Values))];
        _neighbours = [.. _groups.All.Select((one, g) => one.Group.Words.Length > 0 && one.Group.Values.Rows > Neighbours ? NearestNeighbours.Of(_coordinates[g], _coordinates[g], Neighbours, exceptSameRow: true) : null)];
    }

    /// <summary>h.</summary>
    public double Smoothing { get; }

    /// <summary>The descent that follows, or null.</summary>
    public Polishing? Polishing { get; }

    /// <inheritdoc/>
    public override Matrix Draw(int count, CounterRandom random) => _groups.Draw(count, random, (group, rows) => Draw(group, rows, random));

    private Matrix Draw(int number, int count, CounterRandom random)
    {
        var group = _groups.All[number].Group;
        var (result, scores, noise) = (new Matrix(count, group.Values.Columns), new Matrix(count, group.Quantities.Length), new double[group.Quantities.Length]);
        int[] order = [];
        for (var i = 0; i < count; i++)
        {
            if (i % group.Values.Rows == 0) order = random.NextPermutation(group.Values.Rows);
            var row = order[i % group.Values.Rows];
            group.Values.Row(row).CopyTo(result.Row(i));
            random.FillNormal(noise);
            for (var q = 0; q < noise.Length; q++)
                scores[i, q] = Math.Sqrt(1 - Smoothing * Smoothing) * group.Scores[row, q] + Smoothing * DotProduct.Of(_roots[number].Row(q), noise);
            if (_neighbours[number] is not { } neighbours) continue;
            foreach (var word in group.Words)
                if (random.NextUniform() < Smoothing) result[i, word] = group.Values[neighbours.Indices[row][random.NextIndex(Neighbours)], word];
        }

        var polished = Polishing?.Apply(_coordinates[number], group.Coordinates(scores, result), scores.Columns, random) ?? scores;
        for (var i = 0; i < count; i++)
            for (var q = 0; q < noise.Length; q++)
                if (!double.IsNaN(result[i, group.Quantities[q]])) result[i, group.Quantities[q]] = group.Quantity(q, polished[i, q]);
        return result;
    }
}
