using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Tables.Judging;

namespace NtkGan.Tables;

/// <summary>Rows of another model, more than are wanted, of which those are taken that together are most like the real ones under the tangent kernel of an infinitely wide
/// network, and none of which is too near to one: the IPM game, its discriminator trained in closed form, won by choice among candidates instead of descent, which ends on real rows.</summary>
/// <param name="rows">The real rows.</param>
/// <param name="model">What draws candidates.</param>
/// <param name="apart">A row is too near when its distance to its nearest real row is less than this times the distance of that row to the real row nearest to it.</param>
internal sealed class SelectedRows(RowTable rows, RowModel model, double apart) : RowModel
{
    /// <summary>Candidates for each row that is wanted.</summary>
    public const int Factor = 8;

    private const int MostCandidates = 2400, MostReal = 3000;

    private static readonly Kernel Tangent = new NeuralKernel(new Mlp(hiddenLayers: 2, biasDeviation: 0.5));

    private readonly JudgedSpace _space = new(rows);

    /// <inheritdoc/>
    public override Matrix Draw(int count, CounterRandom random)
    {
        var (result, sets) = (new Matrix(count, rows.Columns.Count), (int)(((long)count * Factor + MostCandidates - 1) / MostCandidates));
        var real = _space.Of(rows);
        if (real.Columns == 0) return model.Draw(count, random);
        double[] own = rows.Rows > 1 ? NearestNeighbours.Of(real, real, 1, exceptSameRow: true).Distances.Values.ToArray() : [0];
        for (var set = 0; set < sets; set++)
        {
            Workers.ThrowIfCancelled();
            int start = (int)((long)count * set / sets), end = (int)((long)count * (set + 1) / sets);
            var candidates = model.Table(rows, (end - start) * Factor, random);
            var points = _space.Of(candidates);
            var nearest = NearestNeighbours.Of(points, real);
            bool IsFar(int i) => nearest.Distances[i, 0] >= apart * own[nearest.Indices[i][0]];

            // Where too few are far, the farthest of the others.
            int[] far = [.. Enumerable.Range(0, points.Rows).Where(IsFar)];
            if (far.Length < end - start) far = [.. Enumerable.Range(0, points.Rows).OrderByDescending(i => IsFar(i)).ThenByDescending(i => nearest.Distances[i, 0]).Take(end - start)];
            var pull = real.Rows <= MostReal ? real : real.Take(random.NextPermutation(real.Rows).AsSpan(0, MostReal));
            var chosen = Selection.Of(Tangent, pull, points.Take(far), end - start);
            for (var i = start; i < end; i++) candidates.Values.Row(far[chosen[i - start]]).CopyTo(result.Row(i));
        }

        return result;
    }
}
