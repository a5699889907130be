using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Counter-based random numbers (Philox 4x32, 10 rounds; Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
/// A draw is a function of (seed, stream, position) alone, so streams never disturb each other, any position can be reached at once,
/// and the same seed gives the same bits on every system and for any number of threads.</summary>
/// <param name="seed">The run's seed.</param>
/// <param name="stream">Which of 2^64 independent streams: see <see cref="StreamOf"/>.</param>
public sealed class CounterRandom(ulong seed, ulong stream)
{
    private readonly uint[] _block = new uint[4];
    private int _used = 4;

    /// <summary>Blocks of four 32-bit words drawn so far; <see cref="Seek"/> moves it.</summary>
    public ulong Position { get; private set; }

    /// <summary>The stream that a purpose names ("data", "shuffle", ...), optionally numbered: FNV-1a of the text, plus the number
    /// times an odd constant.</summary>
    public static ulong StreamOf(string purpose, ulong number = 0)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in purpose) hash = (hash ^ letter) * 1099511628211UL;
        return hash + number * 0x9E3779B97F4A7C15UL;
    }

    /// <summary>A generator for one purpose of a run.</summary>
    public static CounterRandom For(ulong seed, string purpose, ulong number = 0) => new(seed, StreamOf(purpose, number));

    /// <summary>Moves to a position, in blocks of four words.</summary>
    public void Seek(ulong position)
    {
        Position = position;
        _used = 4;
    }

    /// <summary>32 random bits.</summary>
    public uint NextBits()
    {
        if (_used == 4)
        {
            Fill(Position++, seed, stream, _block);
            _used = 0;
        }

        return _block[_used++];
    }

    /// <summary>Uniform on [0, 1): 53 random bits.</summary>
    public double NextUniform()
    {
        ulong high = NextBits(), low = NextBits();
        return (high >> 5 << 26 | low >> 6) * (1.0 / (1L << 53));
    }

    /// <summary>Uniform on {0, ..., count - 1}, without bias (Lemire's rejection).</summary>
    /// <exception cref="ArgumentOutOfRangeException">count is below 1.</exception>
    public int NextIndex(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var threshold = (uint)(0x1_0000_0000UL % (ulong)count);
        while (true)
        {
            var product = (ulong)NextBits() * (uint)count;
            if ((uint)product >= threshold) return (int)(product >> 32);
        }
    }

    /// <summary>Standard normal, by Box and Muller; one of the two values is dropped so that a draw always takes one block.</summary>
    public double NextNormal()
    {
        var radius = VectorFunctions.Log(Vector256.Create(1 - NextUniform())).ToScalar();
        var angle = 2 * Math.PI * NextUniform();
        return Math.Sqrt(-2 * radius) * VectorFunctions.Cos(Vector256.Create(angle)).ToScalar();
    }

    /// <summary>Fills a span with standard normal draws.</summary>
    public void FillNormal(Span<double> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = NextNormal();
    }

    /// <summary>A uniformly random order of 0..count-1 (Fisher and Yates).</summary>
    public int[] NextPermutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = NextIndex(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>The Philox block function: counter (position, stream), key seed.</summary>
    internal static void Fill(ulong position, ulong seed, ulong stream, Span<uint> words)
    {
        uint c0 = (uint)position, c1 = (uint)(position >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (var round = 0; round < 10; round++)
        {
            var p0 = 0xD2511F53UL * c0;
            var p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
