namespace NtkGan.Numerics;

/// <summary>Numbers side by side in a register of some width: what the angle of a pair needs of it, so that it is written once and gives the same bits in each.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IRegister<T> : IScalar<T> where T : struct, IRegister<T>
{
    /// <summary>|x|.</summary>
    static abstract T Abs(T x);

    /// <summary>max(x, least) for a positive number.</summary>
    static abstract T AtLeast(T x, double least);

    /// <summary>0 in place of negative numbers; NaN stays.</summary>
    static abstract T WithoutNegatives(T x);

    /// <summary>Lane by lane: the third argument where a &lt; b, else the fourth.</summary>
    static abstract T SelectLess(T a, T b, T then, T otherwise);

    /// <summary>atan(t)/t at u = t^2 in [0, 1].</summary>
    static abstract T ArcTangentQuotient(T u);
}
