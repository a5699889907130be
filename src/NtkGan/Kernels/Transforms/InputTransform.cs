using NtkGan.Numerics;

namespace NtkGan.Kernels.Transforms;

/// <summary>A function applied to every coordinate of the inputs before a kernel or a network sees them.</summary>
[Family("input_transform")]
public abstract record InputTransform
{
    /// <summary>T(x) of one coordinate.</summary>
    public abstract T Value<T>(T x) where T : struct, IScalar<T>;

    /// <summary>Refuses coordinates outside of the domain.</summary>
    /// <exception cref="InvalidDataFormatException">The coordinate is outside.</exception>
    protected virtual void Check(double x)
    {
    }

    /// <summary>T of every coordinate, and T' into <paramref name="slopes"/> where given.</summary>
    /// <exception cref="InvalidDataFormatException">A coordinate is outside of the domain.</exception>
    public Matrix Apply(Matrix points, Matrix? slopes = null)
    {
        var result = new Matrix(points.Rows, points.Columns);
        for (var i = 0; i < points.Values.Length; i++)
        {
            Check(points.Values[i]);
            var jet = Value(Jet.Variable<Real>(points.Values[i]));
            result.Values[i] = jet.Value.Value;
            if (slopes is not null) slopes.Values[i] = jet.Slope.Value;
        }

        return result;
    }
}
