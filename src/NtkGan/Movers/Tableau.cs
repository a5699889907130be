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
    {
        const double rounding = 1e-14;
        if (nodes.Length == 0 || nodes.Select((row, j) => row.Length != j).Any(isWrong => isWrong) || weights.Length != nodes.Length
            || (embedded is not null && embedded.Length != nodes.Length))
            throw new ArgumentException("The rows of a tableau do not fit each other.", nameof(nodes));
        if (Math.Abs(weights.Sum() - 1) > rounding || (embedded is not null && Math.Abs(embedded.Sum() - 1) > rounding))
            throw new ArgumentException("The weights of a tableau must sum to 1.", nameof(weights));
        (Order, _nodes, _weights) = (order, nodes, weights);
        _differences = embedded is null ? [] : [.. weights.Zip(embedded, (weight, other) => weight - other)];
        EndsAtLastStage = nodes.Length > 1 && weights[^1] == 0 && nodes[^1].AsSpan().SequenceEqual(weights.AsSpan(..^1));
    }

    /// <summary>Explicit Euler: y + h F(y).</summary>
    public static Tableau Euler { get; } = new(1, [[]], [1]);

    /// <summary>Heun's method of order 2 with Euler inside.</summary>
    public static Tableau Heun { get; } = new(2, [[], [1]], [1.0 / 2, 1.0 / 2], [1, 0]);

    /// <summary>The pair of Prince and Dormand, orders 8 and 7, RK8(7)13M (High order embedded Runge-Kutta formulae, J. Comp. Appl. Math. 7, 1981), in its
    /// authors' rational approximations. At fine tolerances it asks for F far less often than pairs of order 5.</summary>
    public static Tableau PrinceDormand { get; } = new(8,
    [
        [],
        [1.0 / 18],
        [1.0 / 48, 1.0 / 16],
        [1.0 / 32, 0, 3.0 / 32],
        [5.0 / 16, 0, -75.0 / 64, 75.0 / 64],
        [3.0 / 80, 0, 0, 3.0 / 16, 3.0 / 20],
        [29443841.0 / 614563906, 0, 0, 77736538.0 / 692538347, -28693883.0 / 1125000000, 23124283.0 / 1800000000],
        [16016141.0 / 946692911, 0, 0, 61564180.0 / 158732637, 22789713.0 / 633445777, 545815736.0 / 2771057229, -180193667.0 / 1043307555],
        [39632708.0 / 573591083, 0, 0, -433636366.0 / 683701615, -421739975.0 / 2616292301, 100302831.0 / 723423059, 790204164.0 / 839813087, 800635310.0 / 3783071287],
        [246121993.0 / 1340847787, 0, 0, -37695042795.0 / 15268766246, -309121744.0 / 1061227803, -12992083.0 / 490766935, 6005943493.0 / 2108947869, 393006217.0 / 1396673457,
            123872331.0 / 1001029789],
        [-1028468189.0 / 846180014, 0, 0, 8478235783.0 / 508512852, 1311729495.0 / 1432422823, -10304129995.0 / 1701304382, -48777925059.0 / 3047939560, 15336726248.0 / 1032824649,
            -45442868181.0 / 3398467696, 3065993473.0 / 597172653],
        [185892177.0 / 718116043, 0, 0, -3185094517.0 / 667107341, -477755414.0 / 1098053517, -703635378.0 / 230739211, 5731566787.0 / 1027545527, 5232866602.0 / 850066563,
            -4093664535.0 / 808688257, 3962137247.0 / 1805957418, 65686358.0 / 487910083],
        [403863854.0 / 491063109, 0, 0, -5068492393.0 / 434740067, -411421997.0 / 543043805, 652783627.0 / 914296604, 11173962825.0 / 925320556, -13158990841.0 / 6184727034,
            3936647629.0 / 1978049680, -160528059.0 / 685178525, 248638103.0 / 1413531060, 0],
    ],
    [14005451.0 / 335480064, 0, 0, 0, 0, -59238493.0 / 1068277825, 181606767.0 / 758867731, 561292985.0 / 797845732, -1041891430.0 / 1371343529, 760417239.0 / 1151165299,
        118820643.0 / 751138087, -528747749.0 / 2220607170, 1.0 / 4],
    [13451932.0 / 455176623, 0, 0, 0, 0, -808719846.0 / 976000145, 1757004468.0 / 5645159321, 656045339.0 / 265891186, -3867574721.0 / 1518517206, 465885868.0 / 322736535,
        53011238.0 / 667516719, 2.0 / 45, 0]);

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
