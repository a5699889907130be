using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tables;

/// <summary>Chooses from many candidates the rows whose mean in a kernel's feature space is nearest to that of the real rows, |mean k(z, .) - mean k(x, .)|: herding
/// (Chen, Welling, Smola 2010), then exchanges while one helps.</summary>
internal static class Selection
{
    private const int Sweeps = 3;

    /// <summary>The places of the chosen candidates.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="real">Real rows, n x d.</param>
    /// <param name="candidates">Candidates, c x d.</param>
    /// <param name="count">How many to choose, at most c.</param>
    public static int[] Of(Kernel kernel, Matrix real, Matrix candidates, int count)
    {
        var (gram, pull) = (kernel.Gram(candidates), Pull(kernel.Gram(candidates, real)));
        var (sums, chosen, isChosen) = (new double[candidates.Rows], new int[count], new bool[candidates.Rows]);
        for (var t = 0; t < count; t++)
        {
            var place = Best(-1, t + 1);
            (chosen[t], isChosen[place]) = (place, true);
            DotProduct.Add(1, gram.Row(place), sums);
        }

        // Of m rows, one at c costs k(c, c)/(2 m) + the sum over the others of k(c, z)/m - mean k(c, x).
        for (var (sweep, moved) = (0, true); sweep < Sweeps && moved; sweep++)
        {
            moved = false;
            for (var t = 0; t < count; t++)
            {
                var old = chosen[t];
                isChosen[old] = false;
                DotProduct.Add(-1, gram.Row(old), sums);
                var place = Best(old, count);
                moved |= place != old;
                (chosen[t], isChosen[place]) = (place, true);
                DotProduct.Add(1, gram.Row(place), sums);
            }
        }

        return chosen;

        int Best(int old, int rows)
        {
            var (best, least) = (old, old < 0 ? double.PositiveInfinity : Cost(old, rows) - 1e-12 * Math.Abs(Cost(old, rows)));
            for (var c = 0; c < candidates.Rows; c++)
                if (!isChosen[c] && Cost(c, rows) is var cost && cost < least) (best, least) = (c, cost);
            return best;
        }

        double Cost(int c, int rows) => (gram[c, c] / 2 + sums[c]) / rows - pull[c];
    }

    private static double[] Pull(Matrix across)
    {
        var result = new double[across.Rows];
        for (var c = 0; c < result.Length; c++)
        {
            foreach (var value in across.Row(c)) result[c] += value;
            result[c] /= across.Columns;
        }

        return result;
    }
}
