using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Numerics;

namespace NtkGan.Networks.Dense;

/// <summary>An activation on a block of a signal, four numbers at a time: its values and, where there is room for them, its first and second derivatives.</summary>
internal sealed class PointwisePass<T> : IFormulaVisitor where T : unmanaged, IFloatingPointIeee754<T>
{
    private T[] _input = [], _values = [], _slopes = [], _bends = [];
    private int _count;

    /// <summary>phi of the first entries of an array, a multiple of a tile's columns, and phi', phi'' where their arrays are not empty.</summary>
    public void Run(Activation activation, T[] input, T[] values, T[] slopes, T[] bends, int count)
    {
        (_input, _values, _slopes, _bends, _count) = (input, values, slopes, bends, count);
        activation.Visit(this);
    }

    /// <inheritdoc/>
    public void Visit<TFormula>(TFormula formula) where TFormula : struct, IPointwiseFormula
    {
        // A generic formula widens single precision and carries derivatives along; two straight pieces need neither, and are most of all networks.
        if (typeof(TFormula) == typeof(RectifierFormula))
        {
            var (negative, positive) = Unsafe.As<TFormula, RectifierFormula>(ref formula);
            Rectify(T.CreateTruncating(negative), T.CreateTruncating(positive));
            return;
        }

        for (var start = 0; start < _count; start += Vector256<T>.Count)
        {
            ref var source = ref _input[start];
            if (typeof(T) == typeof(double))
            {
                Four(formula, Unsafe.As<T, Vector256<double>>(ref source), out var value, out var slope, out var bend);
                Unsafe.As<T, Vector256<double>>(ref _values[start]) = value;
                if (_slopes.Length > 0) Unsafe.As<T, Vector256<double>>(ref _slopes[start]) = slope;
                if (_bends.Length > 0) Unsafe.As<T, Vector256<double>>(ref _bends[start]) = bend;
            }
            else
            {
                var (low, high) = Vector256.Widen(Unsafe.As<T, Vector256<float>>(ref source));
                Four(formula, low, out var lowValue, out var lowSlope, out var lowBend);
                Four(formula, high, out var highValue, out var highSlope, out var highBend);
                Unsafe.As<T, Vector256<float>>(ref _values[start]) = Vector256.Narrow(lowValue, highValue);
                if (_slopes.Length > 0) Unsafe.As<T, Vector256<float>>(ref _slopes[start]) = Vector256.Narrow(lowSlope, highSlope);
                if (_bends.Length > 0) Unsafe.As<T, Vector256<float>>(ref _bends[start]) = Vector256.Narrow(lowBend, highBend);
            }
        }
    }

    private void Rectify(T negative, T positive)
    {
        var (below, above) = (Vector256.Create(negative), Vector256.Create(positive));
        var source = MemoryMarshal.Cast<T, Vector256<T>>(_input.AsSpan(0, _count));
        var values = MemoryMarshal.Cast<T, Vector256<T>>(_values.AsSpan())[..source.Length];
        if (_slopes.Length == 0)
        {
            for (var j = 0; j < source.Length; j++) values[j] = Vector256.ConditionalSelect(Vector256.GreaterThan(source[j], Vector256<T>.Zero), above, below) * source[j];
            return;
        }

        var slopes = MemoryMarshal.Cast<T, Vector256<T>>(_slopes.AsSpan())[..source.Length];
        for (var j = 0; j < source.Length; j++)
        {
            slopes[j] = Vector256.ConditionalSelect(Vector256.GreaterThan(source[j], Vector256<T>.Zero), above, below);
            values[j] = slopes[j] * source[j];
        }

        if (_bends.Length > 0) Array.Clear(_bends, 0, _count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Four<TFormula>(TFormula formula, Vector256<double> x, out Vector256<double> value, out Vector256<double> slope, out Vector256<double> bend)
        where TFormula : struct, IPointwiseFormula
    {
        (slope, bend) = (default, default);
        if (_bends.Length > 0)
        {
            var jet = formula.Value(Jet.Variable(Jet.Variable(new Lanes(x))));
            (value, slope, bend) = (jet.Value.Value.Vector, jet.Value.Slope.Vector, jet.Slope.Slope.Vector);
        }
        else if (_slopes.Length > 0)
        {
            var jet = formula.Value(Jet.Variable(new Lanes(x)));
            (value, slope) = (jet.Value.Vector, jet.Slope.Vector);
        }
        else
        {
            value = formula.Value(new Lanes(x)).Vector;
        }
    }
}
