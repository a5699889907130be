using TorchSharp;

namespace NtkGan.Numerics;

/// <summary>A tensor of doubles as a scalar: a formula runs on all entries at once, and torch records how to differentiate it, any number of
/// times. Constants are tensors without dimensions; operands broadcast as torch's do.</summary>
/// <param name="Value">The entries.</param>
public readonly record struct TensorScalar(torch.Tensor Value) : IScalar<TensorScalar>
{
    /// <summary>2: a function known by its values and two derivatives alone becomes a Taylor polynomial of that degree.</summary>
    public static int Order => 2;

    /// <inheritdoc/>
    public static implicit operator TensorScalar(double value) => new(torch.tensor(value, torch.float64));

    /// <inheritdoc/>
    public static TensorScalar operator +(TensorScalar a, TensorScalar b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static TensorScalar operator +(TensorScalar a, double b) => new(a.Value + b);

    /// <inheritdoc/>
    public static TensorScalar operator -(TensorScalar a, TensorScalar b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static TensorScalar operator -(double a, TensorScalar b) => new(-b.Value + a);

    /// <inheritdoc/>
    public static TensorScalar operator -(TensorScalar a) => new(-a.Value);

    /// <inheritdoc/>
    public static TensorScalar operator *(TensorScalar a, TensorScalar b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static TensorScalar operator *(double a, TensorScalar b) => new(b.Value * a);

    /// <inheritdoc/>
    public static TensorScalar operator /(TensorScalar a, TensorScalar b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static TensorScalar MultiplyAdd(TensorScalar a, TensorScalar b, TensorScalar c) => new(torch.addcmul(c.Value, a.Value, b.Value, 1));

    /// <summary>a b - c d, with the rounding errors of both products: torch has no fused operation of one rounding.</summary>
    public static TensorScalar DifferenceOfProducts(TensorScalar a, TensorScalar b, TensorScalar c, TensorScalar d) => a * b - c * d;

    /// <inheritdoc/>
    public static TensorScalar Sqrt(TensorScalar x) => new(x.Value.sqrt());

    /// <inheritdoc/>
    public static TensorScalar SqrtGuarded(TensorScalar x, TensorScalar scale)
    {
        var threshold = torch.clamp_min(scale.Value.detach() * (8 * Math.ScaleB(1, -52)), 1e-30);
        var clear = x.Value > threshold;
        return new(torch.where(clear, torch.where(clear, x.Value, torch.ones_like(x.Value)).sqrt(), torch.clamp_min(x.Value.detach(), 0).sqrt()));
    }

    /// <inheritdoc/>
    public static PairAngle<TensorScalar> AngleOf(TensorScalar q11, TensorScalar q12, TensorScalar q22)
    {
        var sine = SqrtGuarded(DifferenceOfProducts(q11, q22, q12, q12), q11 * q22);
        return new(sine, Atan2(sine, q12));
    }

    /// <inheritdoc/>
    public static TensorScalar Exp(TensorScalar x) => new(x.Value.exp());

    /// <inheritdoc/>
    public static TensorScalar Log(TensorScalar x) => new(x.Value.log());

    /// <inheritdoc/>
    public static TensorScalar Sin(TensorScalar x) => new(x.Value.sin());

    /// <inheritdoc/>
    public static TensorScalar Cos(TensorScalar x) => new(x.Value.cos());

    /// <inheritdoc/>
    public static TensorScalar Tanh(TensorScalar x) => new(x.Value.tanh());

    /// <inheritdoc/>
    public static TensorScalar Erf(TensorScalar x) => new(x.Value.erf());

    /// <inheritdoc/>
    public static TensorScalar Atan2(TensorScalar y, TensorScalar x)
    {
        // At the origin the constant point (x, y) = (0, 1), stands in: angle pi/2, slope 0.
        var origin = (y.Value == 0).logical_and(x.Value == 0);
        return new(torch.atan2(torch.where(origin, torch.ones_like(y.Value), y.Value), torch.where(origin, torch.zeros_like(x.Value), x.Value)));
    }

    /// <inheritdoc/>
    public static TensorScalar Select(TensorScalar test, TensorScalar positive, TensorScalar otherwise) =>
        new(torch.where(test.Value > 0, positive.Value, otherwise.Value));

    /// <inheritdoc/>
    public static TensorScalar Map(Func<double, double> function, TensorScalar x)
    {
        var values = x.Value.detach().contiguous().data<double>().ToArray();
        for (var i = 0; i < values.Length; i++) values[i] = function(values[i]);
        return new(torch.tensor(values, x.Value.shape, torch.float64));
    }

    /// <summary>Not defined: a tensor is not four numbers.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Lanes Primal(TensorScalar x) => throw new NotSupportedException("A tensor has no four lanes: dual moments run on numbers, functions on tensors too.");

    /// <inheritdoc/>
    public static TensorScalar Constant(Lanes value) => value.Vector[0];
}
