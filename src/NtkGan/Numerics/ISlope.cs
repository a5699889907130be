namespace NtkGan.Numerics;

/// <summary>What the derivatives of a number in one direction or in several do: they are added, and multiplied by numbers. The default value is zero.</summary>
/// <typeparam name="TSlope">The type itself.</typeparam>
/// <typeparam name="T">The scalar type of the numbers.</typeparam>
public interface ISlope<TSlope, T> where TSlope : struct, ISlope<TSlope, T>
{
    /// <summary>a + b.</summary>
    static abstract TSlope operator +(TSlope a, TSlope b);

    /// <summary>a - b.</summary>
    static abstract TSlope operator -(TSlope a, TSlope b);

    /// <summary>-a.</summary>
    static abstract TSlope operator -(TSlope a);

    /// <summary>a b.</summary>
    static abstract TSlope operator *(T a, TSlope b);

    /// <summary>a b for a constant a.</summary>
    static abstract TSlope operator *(double a, TSlope b);

    /// <summary>a b + c, fused.</summary>
    static abstract TSlope MultiplyAdd(TSlope a, T b, TSlope c);

    /// <summary>Lane by lane: the second argument where test > 0, else the third.</summary>
    static abstract TSlope Select(T test, TSlope positive, TSlope otherwise);
}
