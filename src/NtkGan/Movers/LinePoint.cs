using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>A point of the projected path of a line search that lowers the cost enough, with the slopes grad L . move at both ends of the move.</summary>
internal sealed record LinePoint(double Size, double[] Position, double[] Move, double Cost, double[] Gradient, double Slope, double SlopeAfter)
{
    /// <summary>position + factor direction, confined, in a new array.</summary>
    public static double[] Moved(double[] position, double factor, double[] direction, MovingField field)
    {
        var result = (double[])position.Clone();
        DotProduct.Add(factor, direction, result);
        field.Confine(result);
        return result;
    }

    /// <summary>left - right.</summary>
    public static double[] Difference(double[] left, double[] right)
    {
        var result = (double[])left.Clone();
        DotProduct.Add(-1, right, result);
        return result;
    }
}
