using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Spectral;

/// <summary>The innermost loop of every matrix product: 6 rows times two of the processor's vectors of C stay in registers while k runs. An entry is the same
/// chain of fused multiply-adds in a vector of either size.</summary>
internal static class ProductTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile: two vectors, of 512 bits where the processor has them.</summary>
    public static int Columns<T>() => 2 * (Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count);

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
        if (isAdding) MultiplyAdd(ref a, aRow, aColumn, ref b, bRow, depth, ref c, cRow, ref c, cRow);
        else MultiplyAdd(ref a, aRow, aColumn, ref b, bRow, depth, ref c, cRow, ref Unsafe.NullRef<T>(), 0);
    }

    /// <summary>C = A B + D for one tile, D added last.</summary>
    /// <param name="a">A(0, 0).</param>
    /// <param name="aRow">From one row of A to the next.</param>
    /// <param name="aColumn">From one column of A to the next.</param>
    /// <param name="b">B(0, 0), columns contiguous.</param>
    /// <param name="bRow">From one row of B to the next.</param>
    /// <param name="depth">The number of k.</param>
    /// <param name="c">C(0, 0), columns contiguous.</param>
    /// <param name="cRow">From one row of C to the next.</param>
    /// <param name="d">D(0, 0), columns contiguous; a null reference for none.</param>
    /// <param name="dRow">From one row of D to the next; 0 where all are the same.</param>
    public static void MultiplyAdd<T>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, int depth, ref T c, nint cRow, ref T d, nint dRow) where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Run<T, Vector512<T>, Wide<T>>(ref a, aRow, aColumn, ref b, bRow, depth, ref c, cRow, ref d, dRow);
        else Run<T, Vector256<T>, Narrow<T>>(ref a, aRow, aColumn, ref b, bRow, depth, ref c, cRow, ref d, dRow);
    }

    /// <summary>C = A B + D for a column of tiles, as <see cref="MultiplyAdd"/> has it for one. So many rows of A and C as whole tiles have must be there to
    /// be read and written.</summary>
    /// <param name="a">A(0, 0).</param>
    /// <param name="aRow">From one row of A to the next.</param>
    /// <param name="aColumn">From one column of A to the next.</param>
    /// <param name="b">B(0, 0), columns contiguous.</param>
    /// <param name="bRow">From one row of B to the next.</param>
    /// <param name="depth">The number of k.</param>
    /// <param name="c">C(0, 0), columns contiguous.</param>
    /// <param name="cRow">From one row of C to the next.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="d">D(0, 0), columns contiguous; C itself to be added to; a null reference for none.</param>
    /// <param name="dRow">From one row of D to the next; 0 where all are the same, or none.</param>
    public static void Column<T>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, int depth, ref T c, nint cRow, int rows, ref T d, nint dRow) where T : unmanaged
    {
        for (var row = 0; row < rows; row += Rows)
            MultiplyAdd(ref Unsafe.Add(ref a, row * aRow), aRow, aColumn, ref b, bRow, depth, ref Unsafe.Add(ref c, row * cRow), cRow, ref Unsafe.Add(ref d, row * dRow), dRow);
    }

    // Compiled once, at its best: without optimisation a vector's multiply-add is a call, and the first step of a network would spend most of its time here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TVector, TWidth>(ref T a, nint aRow, nint aColumn, ref T b, nint bRow, int depth, ref T c, nint cRow, ref T d, nint dRow)
        where T : unmanaged where TVector : struct where TWidth : struct, IWidth<T, TVector>
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TVector c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        ref var a3 = ref Unsafe.Add(ref a, 3 * aRow);
        for (var k = 0; k < depth; k++)
        {
            var b0 = Unsafe.As<T, TVector>(ref b);
            var b1 = Unsafe.As<T, TVector>(ref Unsafe.Add(ref b, TWidth.Count));
            var x = TWidth.Broadcast(a);
            c00 = TWidth.MultiplyAdd(x, b0, c00);
            c01 = TWidth.MultiplyAdd(x, b1, c01);
            x = TWidth.Broadcast(Unsafe.Add(ref a, aRow));
            c10 = TWidth.MultiplyAdd(x, b0, c10);
            c11 = TWidth.MultiplyAdd(x, b1, c11);
            x = TWidth.Broadcast(Unsafe.Add(ref a, 2 * aRow));
            c20 = TWidth.MultiplyAdd(x, b0, c20);
            c21 = TWidth.MultiplyAdd(x, b1, c21);
            x = TWidth.Broadcast(a3);
            c30 = TWidth.MultiplyAdd(x, b0, c30);
            c31 = TWidth.MultiplyAdd(x, b1, c31);
            x = TWidth.Broadcast(Unsafe.Add(ref a3, aRow));
            c40 = TWidth.MultiplyAdd(x, b0, c40);
            c41 = TWidth.MultiplyAdd(x, b1, c41);
            x = TWidth.Broadcast(Unsafe.Add(ref a3, 2 * aRow));
            c50 = TWidth.MultiplyAdd(x, b0, c50);
            c51 = TWidth.MultiplyAdd(x, b1, c51);
            a = ref Unsafe.Add(ref a, aColumn);
            a3 = ref Unsafe.Add(ref a3, aColumn);
            b = ref Unsafe.Add(ref b, bRow);
        }

        Store<T, TVector, TWidth>(ref c, c00, c01, ref d);
        Store<T, TVector, TWidth>(ref Unsafe.Add(ref c, cRow), c10, c11, ref Unsafe.Add(ref d, dRow));
        Store<T, TVector, TWidth>(ref Unsafe.Add(ref c, 2 * cRow), c20, c21, ref Unsafe.Add(ref d, 2 * dRow));
        Store<T, TVector, TWidth>(ref Unsafe.Add(ref c, 3 * cRow), c30, c31, ref Unsafe.Add(ref d, 3 * dRow));
        Store<T, TVector, TWidth>(ref Unsafe.Add(ref c, 4 * cRow), c40, c41, ref Unsafe.Add(ref d, 4 * dRow));
        Store<T, TVector, TWidth>(ref Unsafe.Add(ref c, 5 * cRow), c50, c51, ref Unsafe.Add(ref d, 5 * dRow));
    }

    // A null reference moved by rows of length 0 is one still.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TVector, TWidth>(ref T c, TVector first, TVector second, ref T d)
        where T : unmanaged where TVector : struct where TWidth : struct, IWidth<T, TVector>
    {
        ref var left = ref Unsafe.As<T, TVector>(ref c);
        ref var right = ref Unsafe.As<T, TVector>(ref Unsafe.Add(ref c, TWidth.Count));
        if (Unsafe.IsNullRef(ref d)) (left, right) = (first, second);
        else (left, right) = (TWidth.Add(Unsafe.As<T, TVector>(ref d), first), TWidth.Add(Unsafe.As<T, TVector>(ref Unsafe.Add(ref d, TWidth.Count)), second));
    }

    /// <summary>What a tile needs of a vector.</summary>
    private interface IWidth<T, TVector>
    {
        static abstract int Count { get; }

        static abstract TVector Broadcast(T value);

        static abstract TVector Add(TVector x, TVector y);

        static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);
    }

    private readonly struct Narrow<T> : IWidth<T, Vector256<T>>
    {
        public static int Count => Vector256<T>.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Add(Vector256<T> x, Vector256<T> y) => x + y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> MultiplyAdd(Vector256<T> x, Vector256<T> y, Vector256<T> z) => Fused.MultiplyAdd(x, y, z);
    }

    private readonly struct Wide<T> : IWidth<T, Vector512<T>>
    {
        public static int Count => Vector512<T>.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> Add(Vector512<T> x, Vector512<T> y) => x + y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) => Fused.MultiplyAdd(x, y, z);
    }
}
