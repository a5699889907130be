using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>The update of a game linearised around an equilibrium. The state is (b, e): changes of the discriminator's gradient where points feel it,
/// and displacements of the points. An update of f is b+ = r b - eta_d H e, a move of the points e+ = e + eta_g (M b + (1/lambda) F e).</summary>
/// <param name="response">H, B x E: how f's gradient answers to displacements.</param>
/// <param name="pull">M, E x B: how points follow it (their masses).</param>
/// <param name="curvature">F, E x E: lambda times the curvature of the equilibrium's own discriminator, masses included.</param>
public sealed class LinearisedUpdate(Matrix response, Matrix pull, Matrix curvature)
{
    /// <summary>True if the resting discriminator is flat at the points: F = 0.</summary>
    public bool IsFlat => !curvature.Values.ContainsAnyExcept(0.0);

    /// <summary>The matrix of one cycle, (B + E) x (B + E): n_d updates of f and one move, which comes last if alternating; if simultaneous the
    /// points follow f as it was before the update at which they move, and the cycle starts there.</summary>
    /// <param name="rates">The step sizes; lambda may be 0 only where F = 0.</param>
    public Matrix Of(LocalRates rates)
    {
        var (gradients, displacements) = (response.Rows, response.Columns);
        var size = gradients + displacements;
        var columns = new Matrix(size, size);
        for (var unit = 0; unit < size; unit++)
        {
            var image = columns.Row(unit);
            image[unit] = 1;
            Apply(rates, image[..gradients], image[gradients..]);
        }

        return columns.Transpose();
    }

    private void Apply(LocalRates rates, Span<double> b, Span<double> e)
    {
        if (rates.Order == UpdateOrder.Alternating)
        {
            Discriminate(rates, rates.DiscriminatorSteps, b, e);
            Move(rates, b, e);
            return;
        }

        var before = b.ToArray();
        Discriminate(rates, 1, b, e);
        Move(rates, before, e);
        Discriminate(rates, rates.DiscriminatorSteps - 1, b, e);
    }

    private void Discriminate(LocalRates rates, int steps, Span<double> b, ReadOnlySpan<double> e)
    {
        var (retention, rate) = (Math.Pow(rates.Retention, steps), rates.DiscriminatorRate * rates.GeometricSum(steps));
        for (var i = 0; i < b.Length; i++) b[i] = retention * b[i] - rate * DotProduct.Of(response.Row(i), e);
    }

    private void Move(LocalRates rates, ReadOnlySpan<double> b, Span<double> e)
    {
        var old = e.ToArray();
        for (var j = 0; j < e.Length; j++)
        {
            var bend = DotProduct.Of(curvature.Row(j), old);
            e[j] += rates.GeneratorRate * (DotProduct.Of(pull.Row(j), b) + (bend == 0 ? 0 : bend / rates.Regularisation));
        }
    }
}
