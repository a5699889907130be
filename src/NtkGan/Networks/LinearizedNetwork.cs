using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>A network linearised in its parameters: f_0(x) + J(x) dtheta, J = df_0/dtheta. It trains exactly as the empirical tangent kernel of
/// the origin says.</summary>
/// <param name="Origin">The network at f_0; its parameters must not change.</param>
/// <param name="Change">dtheta.</param>
public sealed record LinearizedNetwork(Network Origin, ParameterVector Change)
{
    /// <summary>f_0(x_i) + J(x_i) dtheta, n x outputs.</summary>
    /// <param name="points">x, n x d.</param>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public Matrix Forward(Matrix points)
    {
        var (values, slopes) = Origin.Differentiate(points, Change);
        DotProduct.Add(1, slopes.Values, values.Values);
        return values;
    }
}
