using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Points from a mixture of equally likely, isotropic Gaussians: a component is drawn, then a point around its centre.</summary>
public abstract record MixtureDataSet : DataSet
{
    /// <inheritdoc/>
    public abstract override Mixture Modes { get; }

    /// <inheritdoc/>
    public override int Dimension => Modes.Centres.Columns;

    /// <inheritdoc/>
    protected sealed override Matrix Sample(int count, CounterRandom random)
    {
        var (centres, deviation) = Modes;
        var points = new Matrix(count, centres.Columns);
        for (var i = 0; i < count; i++)
        {
            var point = points.Row(i);
            var centre = centres.Row(random.NextIndex(centres.Rows));
            for (var j = 0; j < point.Length; j++) point[j] = centre[j] + deviation * random.NextNormal();
        }

        return points;
    }
}
