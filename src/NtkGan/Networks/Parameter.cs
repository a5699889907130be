using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>A place for one matrix of parameters of a finite network: weights, output features x fan-in, or biases, 1 x output features.</summary>
/// <param name="Index">Its place among the network's parameters.</param>
/// <param name="Start">Where its first entry is in the vector of all parameters.</param>
/// <param name="Prefix">Which half of an antisymmetric network it belongs to; empty in others.</param>
/// <param name="Own">Its name within that half.</param>
/// <param name="Rows">Output features, or 1.</param>
/// <param name="Columns">Fan-in, or output features.</param>
/// <param name="Deviation">The standard deviation of its entries before training.</param>
public sealed record Parameter(int Index, int Start, string Prefix, string Own, int Rows, int Columns, double Deviation)
{
    /// <summary>Names it among the parameters of its network.</summary>
    public string Name => Prefix + Own;

    /// <summary>Number of entries.</summary>
    public int Count => Rows * Columns;

    /// <summary>Draws N(0, deviation^2) from the parameter's own stream of the seed and of the number, the same in both halves of an antisymmetric network.</summary>
    internal void Draw(ulong seed, ulong number, Span<double> values)
    {
        CounterRandom.For(seed, "network " + Own, number).FillNormal(values);
        foreach (ref var value in values) value *= Deviation;
    }
}
