using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A part of a kernel of the distance r that sums along a line carry from point to point: sum_k a_k z^k, or that times e^-z, with z = s r.</summary>
/// <param name="Scale">s, above 0.</param>
/// <param name="Decays">Whether it is times e^-z.</param>
/// <param name="Coefficients">a_0, a_1, ...; at least one.</param>
internal sealed record DistanceTerm(double Scale, bool Decays, double[] Coefficients)
{
    /// <summary>The same times a constant.</summary>
    public DistanceTerm Times(double factor) => this with { Coefficients = [.. Coefficients.Select(a => factor * a)] };

    /// <summary>The value at r = 0.</summary>
    public double AtZero => Coefficients[0];

    /// <summary>Coefficients of the derivative by z.</summary>
    private double[] Slopes => [.. Coefficients.Select((a, k) => (k + 1 < Coefficients.Length ? (k + 1) * Coefficients[k + 1] : 0) - (Decays ? a : 0))];

    /// <summary>Goes along a line once, and adds at each target what the sources before it give.</summary>
    /// <param name="targets">Places of the targets, ascending.</param>
    /// <param name="sources">Places of the sources, ascending.</param>
    /// <param name="weights">c of the sources.</param>
    /// <param name="values">Receives sum_j c_j term(x_i - y_j) over y_j below x_i.</param>
    /// <param name="slopes">Receives the derivatives by x_i; empty for values alone.</param>
    public void AddBefore(ReadOnlySpan<double> targets, ReadOnlySpan<double> sources, ReadOnlySpan<double> weights, Span<double> values, Span<double> slopes)
    {
        // S_k = sum_j c_j z^k (e^-z): at a step of h they mix by the binomials, with no difference taken.
        Span<double> state = stackalloc double[Coefficients.Length];
        state.Clear();
        double[] rises = Slopes;
        var (place, next) = (0.0, 0);
        for (var i = 0; i < targets.Length; i++)
        {
            for (; next < sources.Length && sources[next] < targets[i]; next++)
            {
                if (next > 0) Step(state, Scale * (sources[next] - place));
                place = sources[next];
                state[0] += weights[next];
            }

            if (next == 0) continue;
            Step(state, Scale * (targets[i] - place));
            place = targets[i];
            values[i] += DotProduct.Of(Coefficients, state);
            if (slopes.Length > 0) slopes[i] += Scale * DotProduct.Of(rises, state);
        }
    }

    private void Step(Span<double> state, double step)
    {
        if (step == 0) return;
        var decay = Decays ? Math.Exp(-step) : 1;
        if (decay == 0)
        {
            state.Clear();
            return;
        }

        // (z + h)^k by the binomial theorem, the highest power first.
        for (var k = state.Length - 1; k >= 0; k--)
        {
            var (sum, binomial) = (0.0, 1.0);
            for (var i = 0; i <= k; i++)
            {
                // C(k, i) h^i S_(k - i).
                sum += binomial * state[k - i];
                binomial *= step * (k - i) / (i + 1);
            }

            state[k] = decay * sum;
        }
    }
}
