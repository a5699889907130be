using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>The kernel of a network on images between one image and a block of others: maps forward, adjoints backward. The adjoint of the first
/// image's variances runs back through the maps of the image with itself, once a block (derived).</summary>
internal sealed class MapEvaluator(MapProgram program, ImagePoints points) : RowEvaluator, IBothKernels
{
    private readonly MapState _state = new(program, points);
    private readonly Lanes[] _gradient = new Lanes[program.Shape.Dimension];
    private readonly double[] _weights = new double[BlockSize];

    /// <summary>Finds the variances of both sets and makes evaluators.</summary>
    public static Func<RowEvaluator> Maker(MapProgram program, Matrix x, Matrix y)
    {
        var points = new ImagePoints(program, x, y);
        return () => new MapEvaluator(program, points);
    }

    /// <summary>Finds the variances of four images.</summary>
    public void Record(int group)
    {
        _state.ForgetRecorded();
        _state.StartSelf(group, isRecording: true);
        _state.WithSlopes = false;
        if (program.IsNonlinearAfter) Forward(withSlopes: false);
        else Before(program.Chunks[0]);
    }

    public override void Values(int i, int start, Span<double> values)
    {
        for (var b = 0; b < values.Length; b += Lanes.Count)
        {
            _state.StartPair(i, points.SecondOffset + (start + b) / Lanes.Count);
            Forward(withSlopes: false);
            Write(values[b..]);
        }
    }

    public void Both(int i, int start, Span<double> covariances, Span<double> tangents)
    {
        for (var b = 0; b < tangents.Length; b += Lanes.Count)
        {
            _state.StartPair(i, points.SecondOffset + (start + b) / Lanes.Count);
            Forward(withSlopes: false);
            Write(_state.Covariance, covariances[b..]);
            Write(_state.Tangent, tangents[b..]);
        }
    }

    public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
    {
        _weights.AsSpan().Clear();
        cotangent.CopyTo(_weights);
        _gradient.AsSpan().Clear();
        foreach (var adjoint in _state.VarianceAdjoints) adjoint.AsSpan().Clear();
        for (var b = 0; b < values.Length; b += Lanes.Count)
        {
            _state.StartPair(i, points.SecondOffset + (start + b) / Lanes.Count);
            Forward(withSlopes: true);
            Write(values[b..]);
            Lanes weight = new(Vector256.Create(_weights.AsSpan(b, Lanes.Count)));
            Backward(weight, scale: 1);
        }

        PullVariances(i);
        for (var c = 0; c < gradient.Length; c++) gradient[c] += Reduction.Sum(_gradient[c].Vector);
    }

    // Half of the adjoint of the image's own variances, in its lane; the other half comes from the pair's other side.
    private void PullVariances(int i)
    {
        if (program.Nodes.Count == 0) return;
        foreach (var adjoint in _state.VarianceAdjoints)
        {
            foreach (ref var variance in adjoint.AsSpan())
                variance = new(Vector256<double>.Zero.WithElement(i % Lanes.Count, Reduction.Sum(variance.Vector) / 2));
        }

        _state.StartSelf(i / Lanes.Count, isRecording: false);
        if (program.IsNonlinearAfter || program.Chunks.Count == 1) Forward(withSlopes: true);
        _state.WithSlopes = true;
        Backward(0.0, scale: 2, allChunks: program.IsNonlinearAfter);
    }

    private void Forward(bool withSlopes)
    {
        var chunks = program.Chunks;
        _state.WithSlopes = withSlopes && chunks.Count == 1;
        if (chunks.Count == 1) Before(chunks[0]);
        else
        {
            var sum = Maps.Rent(_state);
            for (var chunk = 0; chunk < chunks.Count; chunk++)
            {
                Before(chunks[chunk]);
                if (chunk == 0) sum.Store(_state);
                else sum.Add(_state);
            }

            sum.Load(_state);
            sum.Return(_state);
        }

        _state.WithSlopes = withSlopes;
        (_state.Rows, _state.Columns) = program.Last;
        program.After.Forward(_state);
    }

    // Offset 0 comes last: adjoints of variances from the other offsets go through it.
    private void Backward(Lanes adjoint, double scale, bool allChunks = true)
    {
        _state.Count = 1;
        _state.Covariance[0] = program.WithTangent ? 0.0 : adjoint;
        if (program.WithTangent) _state.Tangent[0] = adjoint;
        (_state.Rows, _state.Columns) = program.Last;
        program.After.Backward(_state);
        var chunks = program.Chunks;
        if (chunks.Count == 1)
        {
            (_state.Rows, _state.Columns) = chunks[0];
            program.Before.Backward(_state);
            PullInput(scale);
            return;
        }

        var pooled = Maps.Rent(_state);
        pooled.Store(_state);
        for (var chunk = allChunks ? chunks.Count - 1 : 0; chunk >= 0; chunk--)
        {
            Before(chunks[chunk]);
            pooled.Load(_state);
            program.Before.Backward(_state);
            PullInput(scale);
        }

        pooled.Return(_state);
    }

    private void Before((AxisPlan Rows, AxisPlan Columns) chunk)
    {
        (_state.Rows, _state.Columns) = chunk;
        Input();
        program.Before.Forward(_state);
    }

    /// <summary>q12 of the inputs: means over channels; k = 0.</summary>
    private void Input()
    {
        var (rows, columns, width, channels) = (_state.Rows.Input, _state.Columns.Input, program.Shape.Width, program.Shape.Channels);
        _state.Count = rows.Count * columns.Count;
        _state.Tangent.Clear();
        var map = _state.Covariance;
        var firsts = _state.FirstInput;
        var seconds = _state.SecondInput;
        var divisor = Vector256.Create((double)channels);
        for (var (r, e) = (0, 0); r < rows.Count; r++)
        {
            for (var c = 0; c < columns.Count; c++)
            {
                var first = firsts.Slice((rows.First[r] * width + columns.First[c]) * channels, channels);
                var second = seconds.Slice((rows.Second[r] * width + columns.Second[c]) * channels, channels);
                var sum = Vector256<double>.Zero;
                for (var channel = 0; channel < first.Length; channel++)
                    sum = Vector256.FusedMultiplyAdd(first[channel].Vector, second[channel].Vector, sum);
                map[e++] = new(sum / divisor);
            }
        }
    }

    /// <summary>The adjoint of q12 of the inputs, on to the first image's coordinates.</summary>
    private void PullInput(double scale)
    {
        var (rows, columns, width, channels) = (_state.Rows.Input, _state.Columns.Input, program.Shape.Width, program.Shape.Channels);
        var map = _state.Covariance;
        var seconds = _state.SecondInput;
        scale /= channels;
        for (var (r, e) = (0, 0); r < rows.Count; r++)
        {
            for (var c = 0; c < columns.Count; c++)
            {
                var gradient = _gradient.AsSpan((rows.First[r] * width + columns.First[c]) * channels, channels);
                var second = seconds.Slice((rows.Second[r] * width + columns.Second[c]) * channels, channels);
                var adjoint = scale * map[e++];
                for (var channel = 0; channel < gradient.Length; channel++) gradient[channel] = Lanes.MultiplyAdd(adjoint, second[channel], gradient[channel]);
            }
        }
    }

    private void Write(Span<double> values) => Write(program.WithTangent ? _state.Tangent : _state.Covariance, values);

    private static void Write(ReadOnlySpan<Lanes> pair, Span<double> values) =>
        MemoryMarshal.Cast<Lanes, double>(pair)[..Math.Min(Lanes.Count, values.Length)].CopyTo(values);
}
