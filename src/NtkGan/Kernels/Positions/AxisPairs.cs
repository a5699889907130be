namespace NtkGan.Kernels.Positions;

/// <summary>Pairs of a position of the first image and one of the second along one axis, in order. A map of covariances holds every combination of a
/// pair of rows and a pair of columns.</summary>
internal sealed class AxisPairs
{
    private readonly Dictionary<(int First, int Second), int> _index = [];

    public AxisPairs(IEnumerable<(int First, int Second)> pairs)
    {
        foreach (var pair in pairs.Distinct().Order()) _index.Add(pair, _index.Count);
        (First, Second) = ([.. All.Select(pair => pair.First)], [.. All.Select(pair => pair.Second)]);
        Equal = [.. All.Where(pair => pair.First == pair.Second).Select(pair => _index[pair])];
    }

    /// <summary>The pair of the one position of a flat signal.</summary>
    public static AxisPairs One { get; } = new([(0, 0)]);

    /// <summary>The pairs.</summary>
    public IEnumerable<(int First, int Second)> All => _index.Keys;

    /// <summary>How many there are.</summary>
    public int Count => _index.Count;

    /// <summary>Positions of the first image.</summary>
    public int[] First { get; }

    /// <summary>Positions of the second image.</summary>
    public int[] Second { get; }

    /// <summary>Where the two positions are equal.</summary>
    public int[] Equal { get; }

    /// <summary>The place of a pair.</summary>
    public int IndexOf((int First, int Second) pair) => _index[pair];
}
