using NtkGan.Kernels;

namespace NtkGan.Stability;

/// <summary>Cells of the line or the plane, each with Chebyshev nodes (n in every direction) on which kernel sections in the cell are
/// interpolated: c phi(z) becomes sum_k c L_k(z) phi(node_k), with a known error in the kernel's norm (see <see cref="BoundedHistory"/>).</summary>
internal sealed class ChebyshevCells
{
    /// <summary>Nodes in one direction.</summary>
    public const int Order = 16;

    // Beyond, a cell's number of width units loses digits that its nodes need.
    private const double Farthest = 1 << 30;

    private readonly int _dimension;
    private readonly double _width;

    private ChebyshevCells(int dimension, double width) => (_dimension, _width) = (dimension, width);

    /// <summary>Number of nodes of a cell.</summary>
    public int NodeCount => _dimension == 1 ? Order : Order * Order;

    /// <summary>The widest cells whose error is within a bound for |c| = 1; null where the kernel or the dimension allows none.</summary>
    public static ChebyshevCells? Within(Kernel kernel, int dimension, double error)
    {
        // Lebesgue's constant of 16 Chebyshev nodes is 2.8.
        var share = dimension == 1 ? error : error / 4;
        var factorial = 1.0;
        for (var i = 2; i <= Order; i++) factorial *= i;
        var width = 4 * Math.Pow(share * factorial / (2 * Math.Sqrt(kernel.SpectralMoment(Order))), 1.0 / Order);
        return dimension <= 2 && width > 0 && double.IsFinite(width) ? new(dimension, width) : null;
    }

    /// <summary>The cell of a point, or null for a point too far away for any.</summary>
    public (double First, double Second)? CellOf(ReadOnlySpan<double> point)
    {
        var (first, second) = (Math.Floor(point[0] / _width), _dimension == 1 ? 0 : Math.Floor(point[1] / _width));
        return Math.Abs(first) < Farthest && Math.Abs(second) < Farthest ? (first, second) : null;
    }

    /// <summary>The nodes of a cell as rows of coordinates.</summary>
    public double[][] Nodes((double First, double Second) cell)
    {
        double[] first = Line(cell.First), second = _dimension == 1 ? [0] : Line(cell.Second);
        return [.. first.SelectMany(x => second.Select(y => _dimension == 1 ? new[] { x } : [x, y]))];
    }

    /// <summary>coefficients_k += c L_k(point) for the nodes of the point's cell, in the order of <see cref="Nodes"/>.</summary>
    /// <returns>True if the point is a node itself: then nothing is lost.</returns>
    public bool Spread((double First, double Second) cell, ReadOnlySpan<double> point, double coefficient, Span<double> coefficients)
    {
        Span<double> first = stackalloc double[Order], second = stackalloc double[_dimension == 1 ? 1 : Order];
        second[0] = 1;
        var exact = Lagrange(Line(cell.First), point[0], first);
        if (_dimension == 2) exact &= Lagrange(Line(cell.Second), point[1], second);
        for (var k = 0; k < coefficients.Length; k++) coefficients[k] += coefficient * first[k / second.Length] * second[k % second.Length];
        return exact;
    }

    // The Lagrange polynomials of the nodes as they are stored: at a node exactly 0 and 1.
    private static bool Lagrange(double[] nodes, double x, Span<double> values)
    {
        for (var k = 0; k < nodes.Length; k++)
        {
            values[k] = 1;
            for (var j = 0; j < nodes.Length; j++)
                if (j != k) values[k] *= (x - nodes[j]) / (nodes[k] - nodes[j]);
        }

        return nodes.Contains(x);
    }

    private double[] Line(double cell)
    {
        var nodes = new double[Order];
        for (var k = 0; k < Order; k++) nodes[k] = (cell + .5 * (1 - Math.Cos((2 * k + 1) * Math.PI / (2 * Order)))) * _width;
        return nodes;
    }
}
