namespace NtkGan.Kernels.Positions;

/// <summary>Which pairs of positions along one axis every pair of positions of the next map is a sum of. Those of output o are
/// Sources[Starts[o]], ..., Sources[Starts[o + 1] - 1].</summary>
internal sealed class AxisTable
{
    public AxisTable(AxisPairs outputs, AxisPairs inputs, Func<(int First, int Second), IEnumerable<(int First, int Second)>> reads)
    {
        var (starts, sources) = (new List<int> { 0 }, new List<int>());
        foreach (var output in outputs.All)
        {
            sources.AddRange(reads(output).Select(inputs.IndexOf));
            starts.Add(sources.Count);
        }

        (Starts, Sources, Inputs) = ([.. starts], [.. sources], inputs.Count);
    }

    /// <summary>Where each output's sources begin, and the end of the last.</summary>
    public int[] Starts { get; }

    /// <summary>The sources of all outputs.</summary>
    public int[] Sources { get; }

    /// <summary>Number of pairs before.</summary>
    public int Inputs { get; }

    /// <summary>Number of pairs after.</summary>
    public int Outputs => Starts.Length - 1;

    /// <summary>The sources of one output.</summary>
    public ReadOnlySpan<int> Of(int output) => Sources.AsSpan(Starts[output], Starts[output + 1] - Starts[output]);
}
