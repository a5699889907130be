using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A symmetric tridiagonal matrix T, and the orthogonal Q whose transpose Q^T A Q = T it came from.</summary>
/// <param name="diagonal">T_kk.</param>
/// <param name="below">T_k+1,k; the last entry is not read.</param>
internal sealed class Tridiagonal(double[] diagonal, double[] below)
{
    private const int RowsPerBlock = 32;
    private const int SmallRest = 1 << 17;
    private const int StripColumns = 64;
    private const int RotationsAtOnce = 1 << 14;
    private const int MaximumSweeps = 60;
    private readonly Matrix? _reflections;

    private Tridiagonal(double[] diagonal, double[] below, Matrix reflections) : this(diagonal, below) => _reflections = reflections;

    /// <summary>T of a symmetric matrix, by Householder reflections; only the lower triangle is read. Cost 4/3 n^3, memory n^2.</summary>
    public static Tridiagonal Of(Matrix matrix)
    {
        var n = matrix.Rows;
        var rest = matrix.Clone();
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) rest[j, i] = rest[i, j];
        double[] diagonal = new double[n], below = new double[n], product = new double[n];
        double[] vector = new double[n], update = new double[n], lastVector = new double[n], lastUpdate = new double[n];
        for (var k = 0; k < n; k++)
        {
            // The last reflection is applied to a row when the next product needs it: one pass over the rest a column.
            if (k > 0) Subtract(rest.Row(k)[k..], lastVector[k], lastUpdate.AsSpan(k), lastUpdate[k], lastVector.AsSpan(k));
            diagonal[k] = rest[k, k];
            var start = k + 1;
            if (start == n) break;
            rest.Row(k)[start..].CopyTo(vector.AsSpan(start));
            below[k] = Reflect(vector.AsSpan(start));
            Workers.ForBlocks(n - start, (n - start) * (n - start) < SmallRest ? n : RowsPerBlock, (from, to) =>
            {
                for (var i = start + from; i < start + to; i++)
                    product[i] = SubtractAndMultiply(rest.Row(i)[start..], lastVector[i], lastUpdate.AsSpan(start), lastUpdate[i], lastVector.AsSpan(start), vector.AsSpan(start));
            });
            var half = DotProduct.Of(product.AsSpan(start), vector.AsSpan(start)) / 2;
            for (var i = start; i < n; i++) update[i] = product[i] - half * vector[i];
            vector.AsSpan(start).CopyTo(rest.Row(k)[start..]);
            (vector, lastVector, update, lastUpdate) = (lastVector, vector, lastUpdate, update);
        }

        return new(diagonal, below, rest);
    }

    /// <summary>The eigenvalues, ascending, and if asked for the eigenvectors of A, a row each.</summary>
    /// <exception cref="NumericalException">The iteration does not converge.</exception>
    public (double[] Values, Matrix? Vectors) Eigen(bool hasVectors)
    {
        var n = diagonal.Length;
        double[] values = (double[])diagonal.Clone(), off = [.. below];
        var vectors = hasVectors ? Orthogonal() : null;
        var rotations = new List<Rotation>(hasVectors ? RotationsAtOnce + n : 0);
        var largest = 0.0;
        for (var first = 0; first < n; first++)
        {
            // Against the largest so far: rounding of large rows stays in the small ones that follow, and graded rows before them keep their digits.
            largest = Math.Max(largest, Math.Abs(values[first]) + Math.Abs(off[first]));
            for (var sweep = 0; ; sweep++)
            {
                var last = first;
                while (last + 1 < n && Math.Abs(off[last]) > Math.ScaleB(1, -53) * largest) last++;
                if (last == first) break;
                if (sweep == MaximumSweeps) throw new NumericalException($"The eigendecomposition of a {n} x {n} matrix did not converge.");
                Sweep(values, off, first, last, hasVectors ? rotations : null);
                if (rotations.Count >= RotationsAtOnce) Rotate(vectors!, rotations);
            }
        }

        if (hasVectors) Rotate(vectors!, rotations);
        int[] order = [.. Enumerable.Range(0, n).OrderBy(k => values[k])];
        return ([.. order.Select(k => values[k])], vectors?.Take(order));
    }

    // The Householder vector v with |v|^2 = 2 in place of x, so that (I - v v^T) x = beta e_1; returns beta. v = 0 where there is nothing to reflect.
    private static double Reflect(Span<double> vector)
    {
        var largest = 0.0;
        foreach (var value in vector[1..]) largest = Math.Max(largest, Math.Abs(value));
        var head = vector[0];
        if (largest == 0)
        {
            vector.Clear();
            return head;
        }

        largest = Math.Max(largest, Math.Abs(head));
        foreach (ref var value in vector) value /= largest;
        var length = Math.Sqrt(DotProduct.Of(vector, vector));
        var scaled = vector[0];
        vector[0] += Math.CopySign(length, scaled);
        var factor = 1 / Math.Sqrt(length * (length + Math.Abs(scaled)));
        foreach (ref var value in vector) value *= factor;
        return -Math.CopySign(length * largest, head);
    }

    // row -= a x + b y.
    private static void Subtract(Span<double> row, double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y) => SubtractAndMultiply(row, a, x, b, y, x);

    // row -= a x + b y; the product of the new row with z.
    private static double SubtractAndMultiply(Span<double> row, double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y, ReadOnlySpan<double> z)
    {
        var rows = Lanes(row);
        ReadOnlySpan<Vector256<double>> left = Lanes(x)[..rows.Length], right = Lanes(y)[..rows.Length], factors = Lanes(z)[..rows.Length];
        Vector256<double> first = Vector256.Create(-a), second = Vector256.Create(-b), sums = default;
        for (var j = 0; j < rows.Length; j++)
        {
            var value = Vector256.FusedMultiplyAdd(second, right[j], Vector256.FusedMultiplyAdd(first, left[j], rows[j]));
            rows[j] = value;
            sums = Vector256.FusedMultiplyAdd(value, factors[j], sums);
        }

        var sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (var j = rows.Length * Vector256<double>.Count; j < row.Length; j++)
        {
            row[j] = Math.FusedMultiplyAdd(-b, y[j], Math.FusedMultiplyAdd(-a, x[j], row[j]));
            sum = Math.FusedMultiplyAdd(row[j], z[j], sum);
        }

        return sum;
    }

    // One implicit QL sweep over first..last with Wilkinson's shift.
    private static void Sweep(double[] values, double[] off, int first, int last, List<Rotation>? rotations)
    {
        var shift = (values[first + 1] - values[first]) / (2 * off[first]);
        var root = Math.Sqrt(shift * shift + 1);
        if (double.IsInfinity(root)) root = Math.Abs(shift);
        shift = values[last] - values[first] + off[first] / (shift + Math.CopySign(root, shift));
        double cosine = 1, sine = 1, carried = 0;
        for (var i = last - 1; i >= first; i--)
        {
            double along = sine * off[i], across = cosine * off[i];
            var length = Hypotenuse(along, shift);
            off[i + 1] = length;
            if (length == 0)
            {
                values[i + 1] -= carried;
                off[last] = 0;
                return;
            }

            (sine, cosine) = (along / length, shift / length);
            shift = values[i + 1] - carried;
            var turn = (values[i] - shift) * sine + 2 * cosine * across;
            carried = sine * turn;
            values[i + 1] = shift + carried;
            shift = cosine * turn - across;
            rotations?.Add(new(i, cosine, sine));
        }

        values[first] -= carried;
        off[first] = shift;
        off[last] = 0;
    }

    private static double Hypotenuse(double x, double y)
    {
        var (large, small) = (Math.Max(Math.Abs(x), Math.Abs(y)), Math.Min(Math.Abs(x), Math.Abs(y)));
        return small == 0 ? large : large * Math.Sqrt(1 + small / large * (small / large));
    }

    // Rows i and i + 1 of the vectors turn, for all rotations in their order; strips of columns stay in cache and know nothing of each other.
    private static void Rotate(Matrix vectors, List<Rotation> rotations)
    {
        Workers.ForBlocks(vectors.Columns, vectors.Columns * vectors.Columns < SmallRest ? Math.Max(1, vectors.Columns) : StripColumns, (start, end) =>
        {
            foreach (var (i, cosine, sine) in CollectionsMarshal.AsSpan(rotations))
            {
                Span<double> lower = vectors.Row(i)[start..end], upper = vectors.Row(i + 1)[start..end];
                Span<Vector256<double>> lows = Lanes(lower), highs = Lanes(upper);
                Vector256<double> c = Vector256.Create(cosine), s = Vector256.Create(sine), negative = Vector256.Create(-sine);
                for (var j = 0; j < lows.Length; j++)
                {
                    var (low, high) = (lows[j], highs[j]);
                    highs[j] = Vector256.FusedMultiplyAdd(s, low, c * high);
                    lows[j] = Vector256.FusedMultiplyAdd(negative, high, c * low);
                }

                for (var j = lows.Length * Vector256<double>.Count; j < lower.Length; j++)
                {
                    var (low, high) = (lower[j], upper[j]);
                    upper[j] = Math.FusedMultiplyAdd(sine, low, cosine * high);
                    lower[j] = Math.FusedMultiplyAdd(-sine, high, cosine * low);
                }
            }
        });
        rotations.Clear();
    }

    // Q^T: row r of I times the reflections, the last one first.
    private Matrix Orthogonal()
    {
        var n = diagonal.Length;
        var result = new Matrix(n, n);
        for (var i = 0; i < n; i++) result[i, i] = 1;
        if (_reflections is not { } reflections || n == 0) return result;
        Workers.ForBlocks(n - 1, n * n < SmallRest ? n : RowsPerBlock, (from, to) =>
        {
            for (var k = n - 2; k >= 0; k--)
            {
                var vector = reflections.Row(k)[(k + 1)..];
                if (vector[0] == 0) continue;
                for (var r = Math.Max(from + 1, k + 1); r <= to; r++)
                {
                    var row = result.Row(r)[(k + 1)..];
                    DotProduct.Add(-DotProduct.Of(row, vector), vector, row);
                }
            }
        });
        return result;
    }

    private static Span<Vector256<double>> Lanes(Span<double> values) => MemoryMarshal.Cast<double, Vector256<double>>(values);

    private static ReadOnlySpan<Vector256<double>> Lanes(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector256<double>>(values);

    private readonly record struct Rotation(int Row, double Cosine, double Sine);
}
