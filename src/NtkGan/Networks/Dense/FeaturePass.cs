using System.Numerics;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Networks.Dense;

/// <summary>A layer's own map on the rows of a signal, in doubles, and what follows from its function and its adjoint on jets.</summary>
internal sealed class FeaturePass<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private Real[] _input = [], _other = [], _result = [];
    private Jet<Real, Real>[] _jets = [], _others = [], _results = [];

    /// <summary>y = F(z).</summary>
    public void Forward(FeatureLayer layer, T[] input, T[] output, int stride, int features, int rows)
    {
        Make(features);
        for (var i = 0; i < rows; i++)
        {
            Read(input, i * stride, _input);
            layer.Forward<Real>(_input, _result);
            for (var k = 0; k < features; k++) output[i * stride + k] = T.CreateTruncating(_result[k].Value);
        }
    }

    /// <summary>target = J v.</summary>
    public void Push(FeatureLayer layer, T[] input, T[] vectors, T[] target, int stride, int features, int rows)
    {
        Make(features);
        for (var i = 0; i < rows; i++)
        {
            Read(input, vectors, i * stride);
            layer.Forward<Jet<Real, Real>>(_jets, _results);
            for (var k = 0; k < features; k++) target[i * stride + k] = T.CreateTruncating(_results[k].Slope.Value);
        }
    }

    /// <summary>target = J^T a, or target += J^T a.</summary>
    public void Pull(FeatureLayer layer, T[] input, T[] cotangents, T[] target, int stride, int features, int rows, bool isAdding)
    {
        Make(features);
        for (var i = 0; i < rows; i++)
        {
            Read(input, i * stride, _input);
            Read(cotangents, i * stride, _other);
            layer.Pull<Real>(_input, _other, _result);
            for (var k = 0; k < features; k++)
            {
                ref var place = ref target[i * stride + k];
                place = isAdding ? place + T.CreateTruncating(_result[k].Value) : T.CreateTruncating(_result[k].Value);
            }
        }
    }

    /// <summary>target += d(a^T J(z) v)/dz at fixed a and v: second derivatives commute, so it is the derivative of J^T a along v.</summary>
    public void AddBend(FeatureLayer layer, T[] input, T[] vectors, T[] cotangents, T[] target, int stride, int features, int rows)
    {
        Make(features);
        for (var i = 0; i < rows; i++)
        {
            Read(input, vectors, i * stride);
            for (var k = 0; k < features; k++) _others[k] = double.CreateTruncating(cotangents[i * stride + k]);
            layer.Pull<Jet<Real, Real>>(_jets, _others, _results);
            for (var k = 0; k < features; k++) target[i * stride + k] += T.CreateTruncating(_results[k].Slope.Value);
        }
    }

    private static void Read(T[] source, int start, Real[] row)
    {
        for (var k = 0; k < row.Length; k++) row[k] = double.CreateTruncating(source[start + k]);
    }

    private void Read(T[] input, T[] slopes, int start)
    {
        for (var k = 0; k < _jets.Length; k++) _jets[k] = new(double.CreateTruncating(input[start + k]), double.CreateTruncating(slopes[start + k]));
    }

    private void Make(int features)
    {
        if (_input.Length == features) return;
        (_input, _other, _result) = (new Real[features], new Real[features], new Real[features]);
        (_jets, _others, _results) = (new Jet<Real, Real>[features], new Jet<Real, Real>[features], new Jet<Real, Real>[features]);
    }
}
