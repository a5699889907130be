using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Points from a mixture of equally likely, isotropic Gaussians: a component is drawn, then a point around its centre.</summary>
public abstract record MixtureDataSet : DataSet
{
    /// <inheritdoc/>
    public abstract override Mixture Modes { get; }

    /// <summary>A number of components, if it is at least 1 and at most a bound that keeps the centres in memory.</summary>
    private protected static int Counted(int value, int largest = 1_000_000, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require.AtLeast(1, value, name) <= largest ? value
        : throw new UsageException(FormattableString.Invariant($"{Require.Words(name)} must be at most {largest}, not {value}."));

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
