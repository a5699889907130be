using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>An explicit Runge-Kutta method as data: stage j is at y_j = y + h sum_{i&lt;j} a_ji k_i with k_i = F(y_i), and a step of size h ends at
/// y + h sum_j b_j k_j. Where a method of lower order is embedded, with weights b^, h sum_j (b_j - b^_j) k_j estimates the error of the step.</summary>
public sealed class Tableau
{
    private readonly double[][] _nodes;
    private readonly double[] _weights, _differences;

    /// <summary>Sets the coefficients.</summary>
    /// <param name="order">The order of the method: the error of a time is of size h^order.</param>
    /// <param name="nodes">a: row j holds a_j0 to a_j(j-1), so that row 0 is empty.</param>
    /// <param name="weights">b, one for each stage.</param>
    /// <param name="embedded">b^, or null if there is no method inside.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or weights do not sum to 1.</exception>
    public Tableau(int order, double[][] nodes, double[] weights, double[]? embedded = null)
        : this(order, nodes, weights, embedded is null ? [] : [.. weights.Zip(embedded, (weight, other) => weight - other)], isDifference: true)
    {
    }

    private Tableau(int order, double[][] nodes, double[] weights, double[] differences, bool isDifference)
    {
        const double rounding = 1e-14;
        if (nodes.Length == 0 || nodes.Select((row, j) => row.Length != j).Any(isWrong => isWrong) || weights.Length != nodes.Length
            || (differences.Length != 0 && differences.Length != nodes.Length))
            throw new ArgumentException("The rows of a tableau do not fit each other.", nameof(nodes));
        if (Math.Abs(weights.Sum() - 1) > rounding || (isDifference && Math.Abs(differences.Sum()) > rounding))
            throw new ArgumentException("The weights of a tableau must sum to 1.", nameof(weights));
        (Order, _nodes, _weights, _differences) = (order, nodes, weights, differences);
        EndsAtLastStage = nodes.Length > 1 && weights[^1] == 0 && nodes[^1].AsSpan().SequenceEqual(weights.AsSpan(..^1));
    }

    /// <summary>Explicit Euler: y + h F(y).</summary>
    public static Tableau Euler { get; } = new(1, [[]], [1]);

    /// <summary>Heun's method of order 2 with Euler inside.</summary>
    public static Tableau Heun { get; } = new(2, [[], [1]], [1.0 / 2, 1.0 / 2], [1, 0]);

    /// <summary>The pair of Dormand and Prince, orders 5 and 4 (J. Comp. Appl. Math. 6, 1980).</summary>
    public static Tableau DormandPrince { get; } = new(5,
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ],
    [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0],
    [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40], isDifference: true);

    /// <summary>The order of the method.</summary>
    public int Order { get; }

    /// <summary>Evaluations of F in a step, the one at its start included.</summary>
    public int Stages => _nodes.Length;

    /// <summary>Whether the last stage is the end of the step, so that its slope is the first one of the next step.</summary>
    public bool EndsAtLastStage { get; }

    /// <summary>Whether a step estimates its error.</summary>
    public bool HasErrorEstimate => _differences.Length > 0;

    /// <summary>a of one stage.</summary>
    /// <param name="stage">The stage, from 0.</param>
    public ReadOnlySpan<double> Nodes(int stage) => _nodes[stage];

    /// <summary>b.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>b - b^; empty if no method is embedded.</summary>
    public ReadOnlySpan<double> Differences => _differences;

    /// <summary>y + h sum_j w_j k_j.</summary>
    /// <param name="state">y.</param>
    /// <param name="size">h.</param>
    /// <param name="weights">w, for the first of the slopes.</param>
    /// <param name="slopes">k.</param>
    /// <param name="result">Receives the sum.</param>
    internal static void Combine(double[] state, double size, ReadOnlySpan<double> weights, double[][] slopes, double[] result)
    {
        state.CopyTo(result, 0);
        for (var j = 0; j < weights.Length; j++)
            if (weights[j] != 0) DotProduct.Add(size * weights[j], slopes[j], result);
    }
}
