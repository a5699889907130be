using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>How the Gaussian pre-activations of four pairs hang together: rho = q12/sqrt(q11 q22) and sqrt(1 - rho^2), each to a few units in the last place, for
/// rho alone would not say how near to 1 it is. Variances of any size; a zero vector is uncorrelated with everything.</summary>
internal readonly ref struct PairCorrelation
{
    // What rounding leaves of 1 - rho^2 for equal points.
    private const double Noise = 8 * 2.220446049250313e-16;

    /// <summary>Of variances q11, q22 and covariances q12.</summary>
    public PairCorrelation(Lanes q11, Lanes q12, Lanes q22)
    {
        if (PairScale.IsNeeded(q11, q22))
        {
            var scale = PairScale.Of(q11, q22);
            (q11, q12, q22) = (scale.First * q11, scale.Both * q12, scale.Second * q22);
        }

        var one = Vector256<double>.One;
        var product = q11 * q22;
        var divisor = Lanes.Select(product, product, 1.0);
        Rho = Lanes.Select(product, new(Vector256.Min(one, Vector256.Max(-one, (q12 / Lanes.Sqrt(divisor)).Vector))), 0.0);
        SquareSine = Lanes.Select(product, new(Vector256.Min(one, Vector256.Max(Vector256<double>.Zero, (Lanes.DifferenceOfProducts(q11, q22, q12, q12) / divisor).Vector))), 1.0);
        Sine = Lanes.Sqrt(SquareSine);
        Clear = Lanes.Select(product, SquareSine - Noise, 0.0);
    }

    /// <summary>The correlation, -1 to 1.</summary>
    public Lanes Rho { get; }

    /// <summary>1 - rho^2.</summary>
    public Lanes SquareSine { get; }

    /// <summary>sqrt(1 - rho^2).</summary>
    public Lanes Sine { get; }

    /// <summary>Above 0 where the pair has a joint density: neither vector is zero, and they do not lie on one line.</summary>
    public Lanes Clear { get; }
}
