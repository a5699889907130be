using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Spectral;

/// <summary>The innermost loop of every matrix product: 6 rows times two vectors of C stay in registers while k runs.</summary>
internal static class ProductTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile: two vectors.</summary>
    public static int Columns<T>() => 2 * Vector256<T>.Count;

    /// <summary>The smallest multiple of a tile's columns that holds so many.</summary>
    public static int Padded<T>(int columns) => (columns + Columns<T>() - 1) / Columns<T>() * Columns<T>();

    /// <summary>C = A B or C += A B for one tile, each entry a chain of fused multiply-adds in ascending k. All 6 rows of A and both vectors of B and C
    /// must be there to be read and written, whatever they hold.</summary>
    /// <param name="a">A(0, 0).</param>
    /// <param name="aRow">From one row of A to the next.</param>
    /// <param name="aColumn">From one column of A to the next.</param>
    /// <param name="b">B(0, 0), columns contiguous.</param>
    /// <param name="bRow">From one row of B to the next.</param>
    /// <param name="depth">The number of k.</param>
    /// <param name="c">C(0, 0), columns contiguous.</param>
    /// <param name="cRow">From one row of C to the next.</param>
    /// <param name="isAdding">Whether C is added to.</param>
    public static void Multiply<T>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, int depth, ref T c, nint cRow, bool isAdding) where T : unmanaged
    {
        Vector256<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        ref var a3 = ref Unsafe.Add(ref a, 3 * aRow);
        for (var k = 0; k < depth; k++)
        {
            var b0 = Unsafe.As<T, Vector256<T>>(ref b);
            var b1 = Unsafe.As<T, Vector256<T>>(ref Unsafe.Add(ref b, Vector256<T>.Count));
            var x = Vector256.Create(a);
            c00 = Fused.MultiplyAdd(x, b0, c00);
            c01 = Fused.MultiplyAdd(x, b1, c01);
            x = Vector256.Create(Unsafe.Add(ref a, aRow));
            c10 = Fused.MultiplyAdd(x, b0, c10);
            c11 = Fused.MultiplyAdd(x, b1, c11);
            x = Vector256.Create(Unsafe.Add(ref a, 2 * aRow));
            c20 = Fused.MultiplyAdd(x, b0, c20);
            c21 = Fused.MultiplyAdd(x, b1, c21);
            x = Vector256.Create(a3);
            c30 = Fused.MultiplyAdd(x, b0, c30);
            c31 = Fused.MultiplyAdd(x, b1, c31);
            x = Vector256.Create(Unsafe.Add(ref a3, aRow));
            c40 = Fused.MultiplyAdd(x, b0, c40);
            c41 = Fused.MultiplyAdd(x, b1, c41);
            x = Vector256.Create(Unsafe.Add(ref a3, 2 * aRow));
            c50 = Fused.MultiplyAdd(x, b0, c50);
            c51 = Fused.MultiplyAdd(x, b1, c51);
            a = ref Unsafe.Add(ref a, aColumn);
            a3 = ref Unsafe.Add(ref a3, aColumn);
            b = ref Unsafe.Add(ref b, bRow);
        }

        Store(ref c, c00, c01, isAdding);
        Store(ref Unsafe.Add(ref c, cRow), c10, c11, isAdding);
        Store(ref Unsafe.Add(ref c, 2 * cRow), c20, c21, isAdding);
        Store(ref Unsafe.Add(ref c, 3 * cRow), c30, c31, isAdding);
        Store(ref Unsafe.Add(ref c, 4 * cRow), c40, c41, isAdding);
        Store(ref Unsafe.Add(ref c, 5 * cRow), c50, c51, isAdding);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(ref T c, Vector256<T> first, Vector256<T> second, bool isAdding) where T : unmanaged
    {
        ref var left = ref Unsafe.As<T, Vector256<T>>(ref c);
        ref var right = ref Unsafe.As<T, Vector256<T>>(ref Unsafe.Add(ref c, Vector256<T>.Count));
        if (isAdding) (left, right) = (left + first, right + second);
        else (left, right) = (first, second);
    }
}
