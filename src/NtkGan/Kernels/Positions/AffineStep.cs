namespace NtkGan.Kernels.Positions;

/// <summary>q12 &lt;- w q12 + b; k &lt;- f q12(before) + w k + c.</summary>
/// <param name="Weight">w.</param>
/// <param name="Bias">b.</param>
/// <param name="FanIn">f: w in the neural tangent parameterisation.</param>
/// <param name="Constant">c.</param>
internal sealed record AffineMap(double Weight, double Bias, double FanIn, double Constant)
{
    /// <summary>No change.</summary>
    public static AffineMap Identity { get; } = new(1, 0, 0, 0);
}

/// <summary>An affine layer by itself.</summary>
/// <param name="map">What it does.</param>
internal sealed class AffineStep(AffineMap map) : MapStep
{
    public override AxisPairs Demand(AxisPlan plan, AxisPairs output) => output;

    public override void Forward(MapState state)
    {
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        for (var e = 0; e < tangent.Length; e++) tangent[e] = map.FanIn * covariance[e] + (map.Weight * tangent[e] + map.Constant);
        foreach (ref var q in covariance) q = map.Weight * q + map.Bias;
    }

    public override void Backward(MapState state)
    {
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        foreach (ref var adjoint in covariance) adjoint = map.Weight * adjoint;
        for (var e = 0; e < tangent.Length; e++)
        {
            covariance[e] += map.FanIn * tangent[e];
            tangent[e] = map.Weight * tangent[e];
        }
    }
}
