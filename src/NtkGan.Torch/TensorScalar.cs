using NtkGan.Numerics;
using TorchSharp;

namespace NtkGan.Torch;

/// <summary>A tensor of doubles as a scalar: a formula runs on all entries at once, and torch records how to differentiate it, any number of
/// times. Constants are tensors without dimensions; operands broadcast as torch's do. Use it within a scope that disposes of tensors.</summary>
/// <remarks>Its operators are the safe way to add tensors: TorchSharp's own + and -, and every mixture of a tensor and a number, make a Scalar
/// that nothing keeps alive during the call, so that its finaliser may free it while torch still reads it. Tensors are kept by the scope.</remarks>
/// <param name="value">The entries.</param>
public readonly struct TensorScalar(torch.Tensor value) : IScalar<TensorScalar>
{
    private readonly torch.Tensor? _value = value;

    /// <summary>The entries; of the default value a constant 0, as of every scalar.</summary>
    public torch.Tensor Value => _value ?? torch.tensor(0.0, torch.float64);

    private static readonly Scalar One = 1.0.ToScalar(), MinusOne = (-1.0).ToScalar();

    /// <summary>2: a function known by its values and two derivatives alone becomes a Taylor polynomial of that degree.</summary>
    public static int Order => 2;

    /// <summary>The entries as a scalar.</summary>
    public static implicit operator TensorScalar(torch.Tensor value) => new(value);

    /// <inheritdoc/>
    public static implicit operator TensorScalar(double value) => new(torch.tensor(value, torch.float64));

    /// <inheritdoc/>
    public static TensorScalar operator +(TensorScalar a, TensorScalar b) => new(a.Value.add(b.Value, One));

    /// <inheritdoc/>
    public static TensorScalar operator +(TensorScalar a, double b) => a + (TensorScalar)b;

    /// <inheritdoc/>
    public static TensorScalar operator -(TensorScalar a, TensorScalar b) => new(a.Value.add(b.Value, MinusOne));

    /// <inheritdoc/>
    public static TensorScalar operator -(double a, TensorScalar b) => (TensorScalar)a - b;

    /// <inheritdoc/>
    public static TensorScalar operator -(TensorScalar a) => new(-a.Value);

    /// <inheritdoc/>
    public static TensorScalar operator *(TensorScalar a, TensorScalar b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static TensorScalar operator *(double a, TensorScalar b) => a == 1 ? b : (TensorScalar)a * b;

    /// <inheritdoc/>
    public static TensorScalar operator /(TensorScalar a, TensorScalar b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static TensorScalar MultiplyAdd(TensorScalar a, TensorScalar b, TensorScalar c) => a * b + c;

    /// <summary>a b - c d, with the rounding errors of both products: torch has no fused operation of one rounding.</summary>
    public static TensorScalar DifferenceOfProducts(TensorScalar a, TensorScalar b, TensorScalar c, TensorScalar d) => a * b - c * d;

    /// <inheritdoc/>
    public static TensorScalar Sqrt(TensorScalar x) => new(x.Value.sqrt());

    /// <inheritdoc/>
    public static TensorScalar SqrtGuarded(TensorScalar x, TensorScalar scale)
    {
        TensorScalar own = x.Value.detach(), margin = 8 * Math.ScaleB(1, -52) * (TensorScalar)scale.Value.detach();
        var clear = own - margin;
        return Select(clear, Sqrt(Select(clear, x, 1.0)), Sqrt(Select(own, own, 0.0)));
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
    public static TensorScalar Log1p(TensorScalar x) => new(x.Value.log1p());

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
        var distance = (TensorScalar)y.Value.abs() + x.Value.abs();
        return new(torch.atan2(Select(distance, y, 1.0).Value, Select(distance, x, 0.0).Value));
    }

    /// <inheritdoc/>
    public static TensorScalar Select(TensorScalar test, TensorScalar positive, TensorScalar otherwise) =>
        new(torch.where(test.Value.gt(((TensorScalar)0.0).Value), positive.Value, otherwise.Value));

    /// <inheritdoc/>
    public static TensorScalar Map(Func<double, double> function, TensorScalar x)
    {
        var values = x.Value.detach().contiguous().data<double>().ToArray();
        for (var i = 0; i < values.Length; i++) values[i] = function(values[i]);
        return new(torch.tensor(values, x.Value.shape, torch.float64));
    }

    /// <summary>a &lt;- a + b.</summary>
    internal static void Accumulate(torch.Tensor a, torch.Tensor b) => a.add_(b, One);

    /// <summary>Not defined: a tensor is not four numbers.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Lanes Primal(TensorScalar x) => throw new NotSupportedException("A tensor has no four lanes: dual moments run on numbers, functions on tensors too.");

    /// <inheritdoc/>
    public static TensorScalar Constant(Lanes value) => value.Vector[0];
}
