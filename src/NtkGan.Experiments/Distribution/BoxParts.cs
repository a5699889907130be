using System.Runtime.CompilerServices;
using NtkGan.Experiments.Configuration;
using NtkGan.Kernels;
using NtkGan.Kernels.Hierarchical;
using NtkGan.Numerics;

namespace NtkGan.Experiments.Distribution;

/// <summary>Sums over boxes of points, computed by the processes of a pool. Each makes the whole tree from all points, which gives the same tree in each, and sums into
/// the boxes of its parts of the targets. A box of targets takes nothing from boxes beside it, so who sums into it changes no bit.</summary>
internal static class BoxParts
{
    // So that processes of unlike speed, and parts of unlike work, end together.
    private const int PartsOfProcess = 8;

    // What the process that asks has prepared already.
    private static readonly ConditionalWeakTable<Parcel, HierarchicalSum> Prepared = [];

    /// <summary>The parts.</summary>
    public static JobKind Kind { get; } = new("boxes", shared =>
    {
        var ((dimension, withGradients, allowed, allowedSlope), cuts) = Settings(shared);
        var sum = Prepared.TryGetValue(shared, out var own) ? own : Prepare(shared, dimension);
        var begun = sum.Begin(shared.Numbers[^1], allowed, allowedSlope, withGradients);
        return (task, cancellation) =>
        {
            using var ended = Workers.Cancel(cancellation);
            var (state, start, end) = (begun.Again(), cuts[task], cuts[task + 1]);
            sum.Sum(state, start, end);
            return new("", state.CountsOf(sum.BoxesAt(start, end)), state.Values[start..end], withGradients ? state.Gradients!.Values[(start * dimension)..(end * dimension)].ToArray() : []);
        };
    });

    /// <summary>Sums with all processes.</summary>
    /// <param name="pool">The processes.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="coefficients">c.</param>
    /// <param name="allowed">What a pair of boxes may err by, in values.</param>
    /// <param name="allowedSlope">The same in gradients.</param>
    /// <param name="withGradients">Whether gradients are asked for.</param>
    public static HierarchicalState Run(TaskPool pool, HierarchicalSum sum, double[] coefficients, double allowed, double allowedSlope, bool withGradients)
    {
        var (cuts, dimension) = (sum.Cuts(PartsOfProcess * pool.Size), sum.X.Columns);
        var shared = new Parcel(YamlWriter.Write(RecordWriter.Write(sum.Kernel)),
            [dimension, withGradients ? 1 : 0, allowed, allowedSlope, sum.Tolerance, sum.Degree, .. cuts], sum.X.Values.ToArray(), sum.Y.Values.ToArray(), coefficients);
        Prepared.Add(shared, sum);
        var result = sum.Begin(coefficients, allowed, allowedSlope, withGradients);
        pool.Run(Kind, shared, [.. Enumerable.Range(0, cuts.Length - 1)], (task, part) =>
        {
            var (start, end) = (cuts[task], cuts[task + 1]);
            result.SetCounts(sum.BoxesAt(start, end), part.Numbers[0]);
            part.Numbers[1].CopyTo(result.Values, start);
            part.Numbers[2].CopyTo(result.Gradients is { } gradients ? gradients.Values[(start * dimension)..] : []);
        });
        return result;
    }

    private static ((int Dimension, bool WithGradients, double Allowed, double AllowedSlope), int[] Cuts) Settings(Parcel shared) =>
        shared.Numbers[0] is [var dimension, var withGradients, var allowed, var allowedSlope, _, _, .. var cuts]
            ? (((int)dimension, withGradients != 0, allowed, allowedSlope), [.. cuts.Select(cut => (int)cut)]) : throw new InvalidOperationException("A job of boxes has six numbers.");

    private static HierarchicalSum Prepare(Parcel shared, int dimension)
    {
        var kernel = RecordReader.Read<Kernel>(YamlText.Parse(shared.Text, "the kernel of the first process"));
        Matrix x = Points(shared.Numbers[1]), y = Points(shared.Numbers[2]);
        var plan = HierarchicalPlan.TryMake(x, y, shared.Numbers[0][4])!;
        return new(kernel, x, y, plan.Finer((int)shared.Numbers[0][5] - plan.Nodes.Degree));

        Matrix Points(double[] values) => new(values.Length / dimension, dimension, values);
    }
}
