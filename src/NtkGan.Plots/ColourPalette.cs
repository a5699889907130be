namespace NtkGan.Plots;

/// <summary>At most 256 colours that stand for many: all of them where there are no more, else the means of the boxes of a median cut (Heckbert 1982).
/// Colours are 0xRRGGBB.</summary>
internal sealed class ColourPalette
{
    private const int MostColours = 256;

    private readonly Dictionary<int, byte> _indices = [];

    /// <summary>The palette of a histogram.</summary>
    /// <param name="histogram">How often each colour occurs; at least one colour.</param>
    public ColourPalette(IReadOnlyDictionary<int, int> histogram)
    {
        // Ordered, so that equal pictures give equal bytes.
        var boxes = new List<Box> { new([.. histogram.OrderBy(pair => pair.Key).Select(pair => new Entry(pair.Key, pair.Value))]) };
        if (histogram.Count <= MostColours) boxes = [.. boxes[0].Entries.Select(entry => new Box([entry]))];
        while (histogram.Count > MostColours && boxes.Count < MostColours)
        {
            var widest = boxes.MaxBy(box => box.Spread)!;
            var (low, high) = widest.Halves();
            boxes[boxes.IndexOf(widest)] = low;
            boxes.Add(high);
        }

        Colours = [.. boxes.Select(box => box.Mean)];
        for (var i = 0; i < boxes.Count; i++)
            foreach (var entry in boxes[i].Entries) _indices[entry.Colour] = (byte)i;
        while (1 << Bits < Colours.Count) Bits++;
    }

    /// <summary>The colours.</summary>
    public IReadOnlyList<int> Colours { get; }

    /// <summary>Bits of an index, at least 1.</summary>
    public int Bits { get; } = 1;

    /// <summary>The index of a colour of the histogram.</summary>
    public byte IndexOf(int colour) => _indices[colour];

    private readonly record struct Entry(int Colour, int Count)
    {
        public int Channel(int channel) => Colour >> (8 * channel) & 0xff;
    }

    private sealed class Box
    {
        public Box(Entry[] entries)
        {
            Entries = entries;
            var longest = 0;
            for (var channel = 0; channel < 3; channel++)
            {
                var length = entries.Max(entry => entry.Channel(channel)) - entries.Min(entry => entry.Channel(channel));
                if (length > longest) (longest, Axis) = (length, channel);
            }

            // Rare colours are most of a picture's smoothed edges: weigh them by the root of their number.
            Spread = entries.Length > 1 ? longest * Math.Sqrt(entries.Sum(entry => (double)entry.Count)) : 0;
        }

        public Entry[] Entries { get; }

        public double Spread { get; }

        private int Axis { get; }

        public int Mean
        {
            get
            {
                var (mean, total) = (0, Entries.Sum(entry => (double)entry.Count));
                for (var channel = 2; channel >= 0; channel--)
                    mean = mean << 8 | (int)Math.Round(Entries.Sum(entry => (double)entry.Count * entry.Channel(channel)) / total);
                return mean;
            }
        }

        public (Box Low, Box High) Halves()
        {
            var sorted = Entries.OrderBy(entry => entry.Channel(Axis)).ThenBy(entry => entry.Colour).ToArray();
            var (half, below, cut) = (sorted.Sum(entry => (double)entry.Count) / 2, (double)sorted[0].Count, 1);
            while (cut < sorted.Length - 1 && below < half) below += sorted[cut++].Count;
            return (new(sorted[..cut]), new(sorted[cut..]));
        }
    }
}
