using NtkGan.Kernels;
using NtkGan.Numerics;

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

    /// <summary>A cell with nothing on its nodes.</summary>
    public Cell At((double First, double Second) cell) => new(Line(cell.First), _dimension == 1 ? null : Line(cell.Second));

    private double[] Line(double cell)
    {
        var nodes = new double[Order];
        for (var k = 0; k < Order; k++) nodes[k] = (cell + .5 * (1 - Math.Cos((2 * k + 1) * Math.PI / (2 * Order)))) * _width;
        return nodes;
    }

    /// <summary>One cell: coefficients on its nodes, the products of one or two lines of nodes.</summary>
    public sealed class Cell(double[] first, double[]? second)
    {
        private readonly double[] _scales = Scales(first), _secondScales = second is null ? [] : Scales(second);
        private readonly double[] _first = new double[Order], _second = second is null ? [1] : new double[Order];
        private readonly double[] _coefficients = new double[Order * (second?.Length ?? 1)];

        /// <summary>The nodes, as coordinates, with their coefficients.</summary>
        public IEnumerable<(double[] Place, double Coefficient)> Nodes => _coefficients.Select((coefficient, k) =>
            (second is null ? new[] { first[k] } : [first[k / Order], second[k % Order]], coefficient));

        /// <summary>Adds c L_k(point) to the coefficient of every node.</summary>
        /// <returns>True if the point is a node itself: then nothing is lost.</returns>
        public bool Spread(ReadOnlySpan<double> point, double coefficient)
        {
            var exact = Lagrange(first, _scales, point[0], _first);
            if (second is not null) exact &= Lagrange(second, _secondScales, point[1], _second);
            for (var k = 0; k < _first.Length; k++)
                if (_first[k] != 0) DotProduct.Add(coefficient * _first[k], _second, _coefficients.AsSpan(k * _second.Length, _second.Length));
            return exact;
        }

        // 1/prod_(j != k) (node_k - node_j), from the nodes as they are stored.
        private static double[] Scales(double[] nodes) =>
            [.. nodes.Select((node, k) => nodes.Where((_, j) => j != k).Aggregate(1.0, (product, other) => product / (node - other)))];

        // L_k(x) = scale_k prod_(j != k) (x - node_j), by products from both ends; at a node exactly 0 and 1.
        private static bool Lagrange(double[] nodes, double[] scales, double x, double[] values)
        {
            if (Array.IndexOf(nodes, x) is >= 0 and var node)
            {
                Array.Clear(values);
                values[node] = 1;
                return true;
            }

            var (before, after) = (1.0, 1.0);
            for (var k = 0; k < nodes.Length; before *= x - nodes[k++]) values[k] = scales[k] * before;
            for (var k = nodes.Length - 1; k >= 0; after *= x - nodes[k--]) values[k] *= after;
            return false;
        }
    }
}
