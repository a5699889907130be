using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>Rows from a noised mean of random features alone. A row x, quantities scaled to [0, 1] by their public range and a coordinate for each word, has the features
/// phi(x) = (cos w_k.x, sin w_k.x)_k / sqrt D, whose length is 1, so that the mean over n rows changes by at most 2/n in length with one row. Normal noise on the mean
/// is all that is ever learnt of the rows; samples are then moved, coordinate by coordinate, until their mean is nearest to it. A frequency w sees one column or two.</summary>
internal sealed class PrivateRows : RowModel
{
    private const int Frequencies = 96, Sweeps = 12, Proposals = 8, MostSamples = 256;

    private readonly ValueList<RowColumn> _columns;
    private readonly int[] _starts;
    private readonly Matrix _frequencies;
    private readonly double[] _mean;
    private readonly ulong _seed;

    /// <summary>Takes the mean, with noise.</summary>
    /// <param name="table">The rows, at least one, in columns that are public.</param>
    /// <param name="privacy">The budget.</param>
    /// <param name="seed">The seed. Noise is secret only as long as it is.</param>
    public PrivateRows(RowTable table, Privacy privacy, ulong seed)
    {
        (_columns, _seed, _starts) = (table.Columns, seed, new int[table.Columns.Count + 1]);
        for (var j = 0; j < _columns.Count; j++) _starts[j + 1] = _starts[j] + (_columns[j] is WordColumn words ? words.Words.Count : 1);
        _frequencies = Drawn(CounterRandom.For(seed, "frequencies"));
        _mean = new double[2 * Frequencies];
        var features = new double[2 * Frequencies];
        for (var i = 0; i < table.Rows; i++)
        {
            Features(Point(table.Values.Row(i)), features);
            DotProduct.Add(1.0 / table.Rows, features, _mean);
        }

        Deviation = privacy.Noise(2.0 / table.Rows);
        var random = CounterRandom.For(seed, "privacy");
        foreach (ref var value in _mean.AsSpan()) value += Deviation * random.NextNormal();
    }

    /// <summary>The standard deviation of the noise.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    public override Matrix Draw(int count, CounterRandom random)
    {
        var (result, sets) = (new Matrix(count, _columns.Count), (count + MostSamples - 1) / MostSamples);
        for (var set = 0; set < sets; set++)
        {
            int start = (int)((long)count * set / sets), end = (int)((long)count * (set + 1) / sets);
            var rows = Fitted(end - start, random);
            for (var i = start; i < end; i++) rows.Row(i - start).CopyTo(result.Row(i));
        }

        return result;
    }

    private Matrix Fitted(int count, CounterRandom random)
    {
        Matrix rows = new(count, _columns.Count), features = new(count, _mean.Length);
        var (rest, proposal, row) = (_mean.Select(value => -value).ToArray(), new double[_mean.Length], new double[_columns.Count]);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < _columns.Count; j++) rows[i, j] = Anything(j, random);
            Features(Point(rows.Row(i)), features.Row(i));
            DotProduct.Add(1.0 / count, features.Row(i), rest);
        }

        // |rest|^2 is what is minimised: rest = mean phi(z) - the noised mean.
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            Workers.ThrowIfCancelled();
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < _columns.Count; j++)
                {
                    for (var k = 0; k < Proposals; k++)
                    {
                        rows.Row(i).CopyTo(row);
                        row[j] = k % 2 == 0 || _columns[j] is WordColumn ? Anything(j, random) : Near(j, row[j], sweep, random);
                        if (row[j].Equals(rows[i, j])) continue;
                        Features(Point(row), proposal);
                        double change = 0, size = 0;
                        for (var f = 0; f < proposal.Length; f++)
                        {
                            var move = (proposal[f] - features[i, f]) / count;
                            change += 2 * rest[f] * move;
                            size += move * move;
                        }

                        if (change + size >= 0) continue;
                        for (var f = 0; f < proposal.Length; f++) rest[f] += (proposal[f] - features[i, f]) / count;
                        proposal.CopyTo(features.Row(i));
                        rows[i, j] = row[j];
                    }
                }
            }
        }

        return rows;
    }

    private double Anything(int column, CounterRandom random) => _columns[column] switch
    {
        WordColumn words => random.NextIndex(words.Words.Count),
        QuantityColumn range => range.Settled(range.Least + (range.Greatest - range.Least) * random.NextUniform()),
        _ => 0,
    };

    private double Near(int column, double value, int sweep, CounterRandom random)
    {
        var range = (QuantityColumn)_columns[column];
        return range.Settled(value + (range.Greatest - range.Least) * random.NextNormal() / (4 + 4 * sweep));
    }

    private double[] Point(ReadOnlySpan<double> row)
    {
        var point = new double[_starts[^1]];
        for (var j = 0; j < _columns.Count; j++)
        {
            if (_columns[j] is QuantityColumn range) point[_starts[j]] = (row[j] - range.Least) / (range.Greatest - range.Least);
            else if (_columns[j] is WordColumn) point[_starts[j] + (int)row[j]] = 1;
        }

        return point;
    }

    private void Features(double[] point, Span<double> features)
    {
        var scale = 1 / Math.Sqrt(Frequencies);
        for (var k = 0; k < Frequencies; k++)
        {
            var (sine, cosine) = Math.SinCos(DotProduct.Of(_frequencies.Row(k), point));
            (features[2 * k], features[2 * k + 1]) = (scale * cosine, scale * sine);
        }
    }

    // Half of them see one column, half two; of lengths from half the range to a twelfth.
    private Matrix Drawn(CounterRandom random)
    {
        var result = new Matrix(Frequencies, _starts[^1]);
        for (var k = 0; k < Frequencies; k++)
        {
            var length = Math.Pow(6, -random.NextUniform()) / 2;
            foreach (var column in new[] { k % _columns.Count, k % 2 == 0 ? k % _columns.Count : random.NextIndex(_columns.Count) })
                for (var c = _starts[column]; c < _starts[column + 1]; c++)
                    result[k, c] = random.NextNormal() * (_columns[column] is WordColumn ? 2 : 1 / length);
        }

        return result;
    }
}
