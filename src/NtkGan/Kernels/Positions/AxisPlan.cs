namespace NtkGan.Kernels.Positions;

/// <summary>Along one axis, the pairs of positions that a chain of steps needs for given pairs at its end, and how one map's pairs are made of those
/// before. Steps ask for what they need from the last to the first.</summary>
internal sealed class AxisPlan
{
    private readonly AxisPairs[] _pairs;
    private readonly AxisTable[] _tables;

    /// <param name="chain">The steps.</param>
    /// <param name="steps">Number of steps in the program.</param>
    /// <param name="isRows">Whether the axis is that of rows.</param>
    /// <param name="output">The pairs wanted.</param>
    /// <param name="pooled">Of the pairs that the last step, a pooling, joins, those to keep; null for all.</param>
    public AxisPlan(ChainStep chain, int steps, bool isRows, AxisPairs output, Func<(int First, int Second), bool>? pooled = null)
    {
        (_pairs, _tables, IsRows, Output, Pooled) = (new AxisPairs[steps], new AxisTable[steps], isRows, output, pooled);
        Input = chain.Demand(this, output);
    }

    /// <summary>Whether the axis is that of rows.</summary>
    public bool IsRows { get; }

    /// <summary>The pairs at the end.</summary>
    public AxisPairs Output { get; }

    /// <summary>The pairs at the beginning.</summary>
    public AxisPairs Input { get; }

    /// <summary>The largest number of pairs anywhere.</summary>
    public int Largest => Math.Max(Math.Max(Input.Count, Output.Count), _pairs.Select(pairs => pairs?.Count ?? 0).DefaultIfEmpty().Max());

    /// <summary>A measure of the work: pairs before all steps together.</summary>
    public int Work => Input.Count + _pairs.Sum(pairs => pairs?.Count ?? 0);

    /// <summary>Of the pairs that a pooling joins, those to keep; null for all.</summary>
    public Func<(int First, int Second), bool>? Pooled { get; }

    /// <summary>The pairs before a step.</summary>
    public AxisPairs Pairs(int step) => _pairs[step];

    /// <summary>How the pairs after a step are made of those before.</summary>
    public AxisTable Table(int step) => _tables[step];

    /// <summary>Notes the pairs before a step.</summary>
    public AxisPairs Keep(int step, AxisPairs pairs) => _pairs[step] = pairs;

    /// <summary>Notes how the pairs after a step are made.</summary>
    public void Keep(int step, AxisTable table) => _tables[step] = table;
}
