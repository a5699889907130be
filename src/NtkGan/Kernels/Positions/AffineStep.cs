namespace NtkGan.Kernels.Positions;

/// <summary>q12 &lt;- w q12 + b; k &lt;- f q12(before) + w k + c.</summary>
/// <param name="weight">w.</param>
/// <param name="bias">b.</param>
/// <param name="fanIn">f: w in the neural tangent parameterisation.</param>
/// <param name="constant">c.</param>
internal sealed class AffineStep(double weight, double bias, double fanIn, double constant) : MapStep
{
    public override AxisPairs Demand(AxisPlan plan, AxisPairs output) => output;

    public override void Forward(MapState state)
    {
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        for (var e = 0; e < tangent.Length; e++) tangent[e] = fanIn * covariance[e] + (weight * tangent[e] + constant);
        for (var e = 0; e < covariance.Length; e++) covariance[e] = weight * covariance[e] + bias;
    }

    public override void Backward(MapState state)
    {
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        for (var e = 0; e < covariance.Length; e++) covariance[e] = weight * covariance[e];
        for (var e = 0; e < tangent.Length; e++)
        {
            covariance[e] += fanIn * tangent[e];
            tangent[e] = weight * tangent[e];
        }
    }
}
