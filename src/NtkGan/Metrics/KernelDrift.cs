using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>How far training has carried the discriminator's tangent kernel Theta from where it began, on generated and target points
/// together: <c>kernel_change</c>, |Theta - Theta_0|/|Theta_0|, and <c>kernel_alignment</c>, &lt;Theta, s s^T>/(|Theta| |s|^2) with the labels s = -1 on
/// generated and 1 on target points, both in the Frobenius norm. A discriminator of infinite width does not change its kernel.</summary>
/// <param name="Points">The first points taken of each set, at least 1: the cost grows with the square.</param>
public sealed record KernelDrift(int Points = 100) : Metric
{
    private const string ChangeColumn = "kernel_change", AlignmentColumn = "kernel_alignment";

    /// <summary>The first points taken of each set.</summary>
    public int Points { get; init => field = Require.AtLeast(1, value, nameof(Points)); } = Require.AtLeast(1, Points);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [ChangeColumn, AlignmentColumn];

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <summary>|current - initial| / |initial| in the Frobenius norm.</summary>
    /// <exception cref="InvalidDataFormatException">The shapes differ.</exception>
    /// <exception cref="NumericalException">The initial kernel is 0.</exception>
    public static double RelativeChange(Matrix initial, Matrix current)
    {
        if ((initial.Rows, initial.Columns) != (current.Rows, current.Columns))
            throw new InvalidDataFormatException($"A {initial.Rows} x {initial.Columns} and a {current.Rows} x {current.Columns} kernel cannot be compared.");
        var change = current.Clone();
        DotProduct.Add(-1, initial.Values, change.Values);
        return Ratio(Norm(change.Values), Norm(initial.Values), "The change of a kernel that is 0 has no size relative to it.");
    }

    /// <summary>&lt;Theta, s s^T>/(|Theta| |s|^2), in the Frobenius norm, at most 1: how much of the kernel lies along the labels.</summary>
    /// <param name="gram">Theta, n x n.</param>
    /// <param name="labels">s, n values.</param>
    /// <exception cref="InvalidDataFormatException">The shapes differ.</exception>
    /// <exception cref="NumericalException">The kernel or the labels are 0.</exception>
    public static double Alignment(Matrix gram, ReadOnlySpan<double> labels)
    {
        if ((gram.Rows, gram.Columns) != (labels.Length, labels.Length))
            throw new InvalidDataFormatException($"A {gram.Rows} x {gram.Columns} kernel does not fit {labels.Length} labels.");
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++) sum += labels[i] * DotProduct.Of(gram.Row(i), labels);
        return Ratio(sum, Norm(gram.Values) * DotProduct.Of(labels, labels), "A kernel or labels that are 0 have no alignment.");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        var (fakes, targets) = (First(input.Generated), First(input.Target));
        if (input.TangentKernels?.Invoke(fakes.Above(targets)) is not { } kernels)
        {
            const string reason = "The drift of a kernel needs a discriminator that has a tangent kernel, without spectral normalisation.";
            return [MetricValue.Unavailable(ChangeColumn, reason), MetricValue.Unavailable(AlignmentColumn, reason)];
        }

        double[] labels = [.. Enumerable.Repeat(-1.0, fakes.Rows), .. Enumerable.Repeat(1.0, targets.Rows)];
        var rounding = labels.Length * Math.ScaleB(1, -52);
        return [new(ChangeColumn, RelativeChange(kernels.Initial, kernels.Present), MetricStatus.Exact, rounding),
            new(AlignmentColumn, Alignment(kernels.Present, labels), MetricStatus.Exact, rounding)];
    }

    private static double Norm(ReadOnlySpan<double> values) => Math.Sqrt(DotProduct.Of(values, values));

    private static double Ratio(double part, double whole, string refusal) => whole > 0 ? part / whole : throw new NumericalException(refusal);

    private Matrix First(Matrix points) => points.Take([.. Enumerable.Range(0, Math.Min(Points, points.Rows))]);
}
