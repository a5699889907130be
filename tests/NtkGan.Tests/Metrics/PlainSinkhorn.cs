using NtkGan.Numerics;

namespace NtkGan.Tests.Metrics;

/// <summary>The Sinkhorn divergence as its definition reads: whole cost matrices, two-pass softmins, no symmetry, nothing left out.</summary>
internal static class PlainSinkhorn
{
    public static double Divergence(Matrix x, Matrix y, double diameter, IReadOnlyList<double> schedule)
    {
        Matrix xy = Costs(x, y), yx = Costs(y, x), xx = Costs(x, x), yy = Costs(y, y);
        double[] f = new double[x.Rows], g = new double[y.Rows], fa = new double[x.Rows], gb = new double[y.Rows];
        void Step(double temperature, double share) =>
            (f, g, fa, gb) = (Moved(f, xy, g, temperature, share), Moved(g, yx, f, temperature, share),
                Moved(fa, xx, fa, temperature, share), Moved(gb, yy, gb, temperature, share));
        Step(diameter * diameter, 1);
        foreach (var temperature in schedule) Step(temperature, 0.5);
        Step(schedule[^1], 1);
        return f.Zip(fa, (a, b) => a - b).Average() + g.Zip(gb, (a, b) => a - b).Average();
    }

    private static double[] Moved(double[] own, Matrix costs, double[] opposite, double temperature, double share) =>
        [.. own.Select((value, i) => value + share * (SoftMinimum(costs, i, opposite, temperature) - value))];

    private static double SoftMinimum(Matrix costs, int i, double[] opposite, double temperature)
    {
        var exponents = opposite.Select((value, j) => (value - costs[i, j]) / temperature - Math.Log(opposite.Length)).ToArray();
        var greatest = exponents.Max();
        return -temperature * (greatest + Math.Log(exponents.Sum(exponent => Math.Exp(exponent - greatest))));
    }

    private static Matrix Costs(Matrix x, Matrix y)
    {
        var costs = new Matrix(x.Rows, y.Rows);
        for (var i = 0; i < x.Rows; i++)
            for (var j = 0; j < y.Rows; j++)
                for (var k = 0; k < x.Columns; k++) costs[i, j] += (x[i, k] - y[j, k]) * (x[i, k] - y[j, k]) / 2;
        return costs;
    }
}
