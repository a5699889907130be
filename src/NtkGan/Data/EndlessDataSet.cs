using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A distribution whose points are drawn independently, one after the other.</summary>
public abstract record EndlessDataSet : DataSet
{
    /// <summary>Writes one random point into a row of zeros.</summary>
    protected abstract void DrawPoint(Span<double> point, CounterRandom random);

    /// <inheritdoc/>
    protected sealed override Matrix Sample(int count, CounterRandom random)
    {
        var points = new Matrix(count, Dimension);
        for (var i = 0; i < count; i++) DrawPoint(points.Row(i), random);
        return points;
    }

    /// <summary>Adds normal draws of a standard deviation to every coordinate.</summary>
    private protected static void Jitter(Span<double> point, double deviation, CounterRandom random)
    {
        foreach (ref var coordinate in point) coordinate += deviation * random.NextNormal();
    }
}
