using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels.Positions;

/// <summary>The kernel of a network on two images, slowly and plainly: the covariances of all pairs of positions of x with x, x with y and y with y, by
/// loops over every index.</summary>
internal sealed class NaiveImages : KernelState
{
    private const int XX = 0, XY = 1, YY = 2;

    private double[][,] _q, _k;
    private int _height, _width;

    private NaiveImages(PointShape shape, double[] x, double[] y)
    {
        (_height, _width, Features) = (shape.Height, shape.Width, shape.Channels);
        double[,] Means(double[] a, double[] b) => Map((p, q) => Enumerable.Range(0, Features).Sum(c => a[p * Features + c] * b[q * Features + c]) / Features);
        _q = [Means(x, x), Means(x, y), Means(y, y)];
        _k = [Zeros(), Zeros(), Zeros()];
    }

    /// <summary>NNGP and NTK of two images.</summary>
    public static (double Nngp, double Ntk) Kernels(Architecture architecture, PointShape shape, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var state = new NaiveImages(shape, x.ToArray(), y.ToArray());
        architecture.Layers.Propagate(state);
        Assert.Equal(1, state._height * state._width);
        return (state._q[XY][0, 0], state._k[XY][0, 0]);
    }

    public override void Affine(double weightVariance, double biasVariance) => Each((q, k) =>
    {
        var after = weightVariance * q + biasVariance;
        return (after, after + weightVariance * k);
    });

    public override void AffineStandard(double weightVariance, double biasVariance, bool hasBias) =>
        Each((q, k) => (weightVariance * q + biasVariance, Features * q + weightVariance * k + (hasBias ? 1 : 0)));

    public override void Activate<TFormula>(TFormula formula) => Activate((q11, q12, q22) =>
    {
        var dual = formula.Dual<Real>(q11, q12, q22);
        return (dual.Covariance.Value, dual.Derivative.Value);
    });

    public override void Activate(NumericActivation activation) => Activate((q11, q12, q22) =>
    {
        var dual = activation.Dual<Real>(q11, q12, q22);
        return (dual.Covariance.Value, dual.Derivative.Value);
    });

    public override void Normalize(double epsilon) => Activate((q11, q12, q22) =>
    {
        var scale = Math.Sqrt((q11 + epsilon) * (q22 + epsilon));
        return (q12 / scale, 1 / scale);
    });

    public override void Gather(Func<int, AxisWindows> windows)
    {
        var table = WindowTable.Of(windows, _height, _width);
        (_height, _width) = (table.Height, table.Width);
        Features *= table.Window;
        Both(map => Map((o, p) => Enumerable.Range(0, table.Window).Sum(d => Read(map, table, o, d, p, d)) / table.Window));
    }

    public override void Average(Func<int, AxisWindows> windows)
    {
        var table = WindowTable.Of(windows, _height, _width);
        (_height, _width) = (table.Height, table.Width);
        var places = Enumerable.Range(0, table.Window);
        Both(map => Map((o, p) => places.Sum(d => places.Sum(e => Read(map, table, o, d, p, e))) / table.Window / table.Window));
    }

    public override void Flatten() => Gather(AxisWindows.Whole);

    public override void Sum(IReadOnlyList<Layer> branches)
    {
        var (q, k, height, width, features) = (_q, _k, _height, _width, Features);
        var results = branches.Select(branch =>
        {
            (_q, _k, _height, _width, Features) = (q, k, height, width, features);
            branch.Propagate(this);
            return (Q: _q, K: _k);
        }).ToList();
        var sides = Enumerable.Range(0, 3).ToList();
        _q = [.. sides.Select(side => Map((o, p) => results.Sum(result => result.Q[side][o, p])))];
        _k = [.. sides.Select(side => Map((o, p) => results.Sum(result => result.K[side][o, p])))];
    }

    private static double Read(double[,] map, WindowTable table, int o, int d, int p, int e)
    {
        var (first, second) = (table.Sources[o * table.Window + d], table.Sources[p * table.Window + e]);
        return first < 0 || second < 0 ? 0 : map[first, second];
    }

    private void Activate(Func<double, double, double, (double N, double D)> dual)
    {
        var (q, k) = (_q, _k);
        double[,] First(int side) => side == YY ? q[YY] : q[XX];
        double[,] Second(int side) => side == XX ? q[XX] : q[YY];
        (double N, double D) Moments(int side, int o, int p) => dual(First(side)[o, o], q[side][o, p], Second(side)[p, p]);
        var sides = Enumerable.Range(0, 3).ToList();
        _q = [.. sides.Select(side => Map((o, p) => Moments(side, o, p).N))];
        _k = [.. sides.Select(side => Map((o, p) => Moments(side, o, p).D * k[side][o, p]))];
    }

    private void Each(Func<double, double, (double Q, double K)> change)
    {
        var (q, k) = (_q, _k);
        var sides = Enumerable.Range(0, 3).ToList();
        _q = [.. sides.Select(side => Map((o, p) => change(q[side][o, p], k[side][o, p]).Q))];
        _k = [.. sides.Select(side => Map((o, p) => change(q[side][o, p], k[side][o, p]).K))];
    }

    private void Both(Func<double[,], double[,]> change) => (_q, _k) = ([.. _q.Select(change)], [.. _k.Select(change)]);

    private double[,] Map(Func<int, int, double> entry)
    {
        var map = Zeros();
        for (var p = 0; p < map.GetLength(0); p++)
            for (var q = 0; q < map.GetLength(1); q++) map[p, q] = entry(p, q);
        return map;
    }

    private double[,] Zeros() => new double[_height * _width, _height * _width];
}
