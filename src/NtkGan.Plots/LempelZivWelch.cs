namespace NtkGan.Plots;

/// <summary>The compression of GIF: codes of growing width for runs that have occurred before (Welch 1984, least significant bit first).</summary>
internal static class LempelZivWelch
{
    private const int MostCodes = 4096;

    /// <summary>Compresses a run of indices.</summary>
    /// <param name="indices">Each below 2^bits.</param>
    /// <param name="bits">Bits of an index, 2 to 8.</param>
    public static byte[] Encode(ReadOnlySpan<byte> indices, int bits)
    {
        int clear = 1 << bits, end = clear + 1;
        var output = new BitWriter();
        var known = new Dictionary<int, int>();
        var (next, width) = (end + 1, bits + 1);
        output.Write(clear, width);
        var prefix = (int)indices[0];
        foreach (var index in indices[1..])
        {
            var run = prefix << 8 | index;
            if (known.TryGetValue(run, out var code))
            {
                prefix = code;
                continue;
            }

            output.Write(prefix, width);
            prefix = index;
            if (next == MostCodes)
            {
                output.Write(clear, width);
                known.Clear();
                (next, width) = (end + 1, bits + 1);
                continue;
            }

            // The reader learns a code one step later, so its width grows once the code is in use.
            if (next == 1 << width) width++;
            known[run] = next++;
        }

        output.Write(prefix, width);
        if (next == 1 << width && next < MostCodes) width++;
        output.Write(end, width);
        return output.Finish();
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private int _pending, _count;

        public void Write(int code, int width)
        {
            _pending |= code << _count;
            for (_count += width; _count >= 8; _count -= 8, _pending >>= 8) _bytes.Add((byte)_pending);
        }

        public byte[] Finish()
        {
            if (_count > 0) _bytes.Add((byte)_pending);
            return [.. _bytes];
        }
    }
}
