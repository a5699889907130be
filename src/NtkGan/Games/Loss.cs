using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>The pointwise functions of an adversarial game. The discriminator f maximises L = E_fakes[a(f)] - E_targets[b(f)], that is, it
/// descends L_D = -L; the generator descends E_fakes[c(f)], f held fixed. Signs: f is high on targets. Each function is written once, on any
/// scalar type; derivatives are exact, by jets. A kink takes the derivative of its flat side.</summary>
[Family("loss")]
public abstract record Loss
{
    /// <summary>a(f): what the discriminator maximises on fakes.</summary>
    public abstract T Fake<T>(T f) where T : struct, IScalar<T>;

    /// <summary>b(f): what the discriminator minimises on targets.</summary>
    public abstract T Target<T>(T f) where T : struct, IScalar<T>;

    /// <summary>c(f): what the generator minimises on fakes. The theory of the paper takes a(f) instead; the flow chooses.</summary>
    public abstract T Generator<T>(T f) where T : struct, IScalar<T>;

    /// <summary>The forces a'(f) and -b'(f) as affine functions of f, or null where they are not affine.</summary>
    public virtual AffineForces? Affine => null;

    /// <summary>The value and the derivative of a at f.</summary>
    public (double Value, double Slope) FakeAt(double f) => Pair(Fake(Jet.Variable<Real>(f)));

    /// <summary>The value and the derivative of b at f.</summary>
    public (double Value, double Slope) TargetAt(double f) => Pair(Target(Jet.Variable<Real>(f)));

    /// <summary>The value and the derivative of c at f.</summary>
    public (double Value, double Slope) GeneratorAt(double f) => Pair(Generator(Jet.Variable<Real>(f)));

    /// <summary>scale a'(f) of many values.</summary>
    internal void FakeSlopes(ReadOnlySpan<double> f, double scale, Span<double> slopes) => Slopes(Fake, f, scale, slopes);

    /// <summary>scale b'(f) of many values.</summary>
    internal void TargetSlopes(ReadOnlySpan<double> f, double scale, Span<double> slopes) => Slopes(Target, f, scale, slopes);

    /// <summary>softplus(x) = log(1 + e^x), without overflow and with full accuracy of the derivative, the logistic function.</summary>
    protected static T Softplus<T>(T x) where T : struct, IScalar<T> =>
        T.Select(x, x, 0.0) + T.Log(T.Exp(T.Select(x, -x, x)) + 1.0);

    /// <summary>max(x, 0), with slope 0 at 0.</summary>
    protected static T PositivePart<T>(T x) where T : struct, IScalar<T> => T.Select(x, x, 0.0);

    // The function as a delegate: a virtual method is not looked up anew for every four values.
    private static void Slopes(Func<Jet<Lanes, Lanes>, Jet<Lanes, Lanes>> function, ReadOnlySpan<double> f, double scale, Span<double> slopes)
    {
        var i = 0;
        for (; i + Lanes.Count <= f.Length; i += Lanes.Count)
            (Vector256.Create(scale) * function(Jet.Variable<Lanes>(new(Vector256.Create(f[i..])))).Slope.Vector).CopyTo(slopes[i..]);
        if (i == f.Length) return;
        Span<double> padded = stackalloc double[Lanes.Count];
        padded.Clear();
        f[i..].CopyTo(padded);
        Slopes(function, padded, scale, padded);
        padded[..(f.Length - i)].CopyTo(slopes[i..]);
    }

    private static (double, double) Pair(Jet<Real, Real> jet) => (jet.Value.Value, jet.Slope.Value);
}
