using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>How a layer without parameters maps the kernels of a pair of inputs: q12 &lt;- N(q11, q12, q22), k &lt;- D(q11, q12, q22) k. Written once for
/// every scalar type, in a readonly struct. Mark a short <see cref="Dual"/> with <see cref="MethodImplOptions.AggressiveInlining"/>; a long one (more than
/// about a dozen operations) with <see cref="MethodImplOptions.NoInlining"/>, for on jets it would exhaust what the compiler inlines into a loop and run
/// several times slower.</summary>
public interface IPairFormula
{
    /// <summary>N and D. Symmetric in the two inputs; finite, with finite derivatives, also at zero vectors and at coincident points.</summary>
    /// <param name="q11">The variance of a feature of the first input, at least 0.</param>
    /// <param name="q12">The covariance of both, |q12| &lt;= sqrt(q11 q22).</param>
    /// <param name="q22">The variance of a feature of the second input, at least 0.</param>
    DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>;
}

/// <summary>A formula that runs on eight pairs at once where the hardware has registers for them. It asks for no <see cref="IScalar{T}.Primal"/>, and its loop
/// was seen to gain by that.</summary>
internal interface IWideFormula;
