using System.Collections.Concurrent;
using System.Numerics;
using NtkGan.Numerics;

namespace NtkGan.Networks.Dense;

/// <summary>A dense network. Points pass in blocks that stay in cache; a gradient is gathered in a few parts, which are added in their order, so
/// that its bits do not depend on threads.</summary>
internal sealed class DenseNetwork<T> : Network where T : unmanaged, IFloatingPointIeee754<T>
{
    // Each part of a gradient is as long as the parameters, to be cleared and added: a large network has few, and shares out its products instead.
    private const int Parts = 4, FewParts = 2, SmallestPart = 128, SomeParameters = 1 << 18, ManyParameters = 1 << 22;
    private readonly DenseProgram _program;
    private readonly PackedWeights<T> _weights;
    private readonly SpectralNorms? _norms;
    private readonly ConcurrentBag<DenseBlock<T>> _blocks = [];
    private readonly ConcurrentBag<DenseGradient<T>> _gradients = [];
    private long _version = -1;

    /// <summary>The network of a program.</summary>
    public DenseNetwork(NetworkDescription description, DenseProgram program, ParameterVector parameters, SpectralNorms? norms = null)
        : base(description, Shape(program), parameters)
    {
        (_program, _weights) = (program, new(program));
        _norms = norms ?? (description.IsSpectral ? new SpectralNorms(program.Affine, parameters) : null);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Matrix> Save() => _norms is null ? base.Save() : base.Save().Concat(_norms.Save()).ToDictionary();

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, Matrix> parameters)
    {
        base.Restore(_norms is null ? parameters : parameters.Where(pair => !_norms.Owns(pair.Key)).ToDictionary());
        _norms?.Restore(Parameters, parameters);
    }

    /// <inheritdoc/>
    public override void Draw(ulong seed, ulong number = 0)
    {
        base.Draw(seed, number);
        _norms?.Restart(Parameters);
    }

    /// <inheritdoc/>
    public override Network Clone() => new DenseNetwork<T>(Description, _program, Parameters.Clone(), _norms?.Clone());

    /// <inheritdoc/>
    internal override void CopyFrom(Network other)
    {
        base.CopyFrom(other);
        _norms?.CopyFrom(((DenseNetwork<T>)other)._norms!);
    }

    /// <inheritdoc/>
    internal override void Follow() => _norms?.Follow(Parameters);

    /// <inheritdoc/>
    internal override Matrix TangentGram(Matrix points, Matrix others, long memory)
    {
        Pack(withBack: true);
        return new DenseTangentGram<T>(_program, _weights, Output.Dimension).Of(points, others, memory);
    }

    // A pair of points costs a product over the features on either side of each matrix, which a gradient and a pass along it read four times a point.
    /// <inheritdoc/>
    internal override bool IsTangentGramCheaper(int points) =>
        points * _program.Affine.Sum(step => (long)step.Weights.Columns + Output.Dimension * step.Weights.Rows) <= 4L * Output.Dimension * Parameters.Count;

    /// <inheritdoc/>
    protected override void Evaluate(Matrix points, Matrix values, Matrix? cotangents = null, Matrix? gradients = null)
    {
        Pack(withBack: gradients is not null);
        var (outputs, dimension) = (Output.Dimension, points.Columns);
        ForBlocks(points, (block, start, count) =>
        {
            block.Load(points, start, count);
            block.Forward(_weights, gradients is null ? 0 : 1);
            block.StoreValues(values.Values[(start * outputs)..]);
            if (gradients is null) return;
            var ones = cotangents is null ? block.Scratch.AsSpan(0, count * outputs) : [];
            ones.Fill(1);
            block.SetCotangents(cotangents is null ? ones : cotangents.Values.Slice(start * outputs, count * outputs), outputs);
            block.Backward(_weights, null, withInput: true);
            block.StoreInputCotangents(gradients.Values[(start * dimension)..]);
        });
    }

    /// <inheritdoc/>
    protected override void AddGradient(Matrix points, CotangentRule cotangents, Span<double> gradient)
    {
        var outputs = Output.Dimension;
        Gather(points, gradient, (block, share, start, count) =>
        {
            block.Load(points, start, count);
            block.Forward(_weights, 1);
            Span<double> values = block.Scratch.AsSpan(0, count * outputs), slopes = block.Scratch.AsSpan(count * outputs, count * outputs);
            block.StoreValues(values);
            cotangents(start, values, slopes);
            block.SetCotangents(slopes, outputs);
            block.Backward(_weights, share, withInput: false);
        });
    }

    /// <inheritdoc/>
    protected override void AddSlopeGradient(Matrix points, Matrix directions, Span<double> gradient) => Gather(points, gradient, (block, share, start, count) =>
    {
        block.Load(points, start, count, directions);
        block.Forward(_weights, 2);
        block.ForwardTangent(_weights, null);
        block.SetCotangents([], Output.Dimension, T.One);
        block.Backward(_weights, share, withInput: false, withTangents: true);
    });

    /// <inheritdoc/>
    protected override void Differentiate(Matrix points, ParameterVector change, Matrix values, Matrix slopes)
    {
        Pack(withBack: false);
        var (changes, outputs) = (new PackedWeights<T>(_program), Output.Dimension);
        changes.Set(change);
        changes.Prepare(withBack: false);
        ForBlocks(points, (block, start, count) =>
        {
            block.Load(points, start, count);
            block.Forward(_weights, 1, isPushed: true);
            block.ClearTangent();
            block.ForwardTangent(_weights, changes);
            block.StoreValues(values.Values[(start * outputs)..]);
            block.StoreTangents(slopes.Values[(start * outputs)..]);
        });
    }

    private static PointShape Shape(DenseProgram program) => new(program.Features[program.Output]);

    private void Pack(bool withBack)
    {
        lock (_weights)
        {
            if (_version != Parameters.Version) _weights.Set(Parameters, _norms?.Of(Parameters));
            _version = Parameters.Version;
            _weights.Prepare(withBack);
        }
    }

    // A block is one item of work where the network is large, and several are where it is small.
    private void ForBlocks(Matrix points, Action<DenseBlock<T>, int, int> body)
    {
        var capacity = DenseBlock<T>.Capacity(_program);
        const long workWorthAThread = 1L << 20;
        var items = capacity * (int)Math.Clamp(workWorthAThread / Math.Max(1, (long)capacity * Parameters.Count), 1, 1 << 10);

        // An even number of equal blocks, where one is work enough: two threads end together.
        if (items == capacity && points.Rows > capacity)
        {
            var pairs = (points.Rows + 2 * capacity - 1) / (2 * capacity);
            items = (points.Rows + 2 * pairs - 1) / (2 * pairs);
        }

        Workers.ForBlocks(points.Rows, items, (start, end) =>
        {
            var block = _blocks.TryTake(out var spare) ? spare : new(_program);
            for (var from = start; from < end; from += capacity) body(block, from, Math.Min(capacity, end - from));
            _blocks.Add(block);
        });
    }

    private void Gather(Matrix points, Span<double> gradient, Action<DenseBlock<T>, DenseGradient<T>, int, int> body)
    {
        Pack(withBack: true);
        var capacity = DenseBlock<T>.Capacity(_program);
        var parts = Parameters.Count > ManyParameters ? 1 : Parameters.Count > SomeParameters ? FewParts : Parts;
        var part = Math.Max(SmallestPart, (points.Rows + parts - 1) / parts);
        var shares = new DenseGradient<T>[(points.Rows + part - 1) / part];
        Workers.ForBlocks(points.Rows, part, (start, end) =>
        {
            var block = _blocks.TryTake(out var spare) ? spare : new(_program);
            if (_gradients.TryTake(out var share)) share.Clear();
            else share = new(_program);
            shares[start / part] = share;

            // Blocks of one size, a little below the largest: none is left with few rows.
            var blocks = (end - start + capacity - 1) / capacity;
            var rows = (end - start + blocks - 1) / blocks;
            for (var from = start; from < end; from += rows) body(block, share, from, Math.Min(rows, end - from));
            _blocks.Add(block);
        });
        var own = _norms is null ? gradient : new double[gradient.Length];
        DenseGradient<T>.Add(shares, own, _norms?.Of(Parameters));
        if (Parameters.Count <= ManyParameters)
            foreach (var share in shares) _gradients.Add(share);

        if (_norms is null) return;
        _norms.Pull(Parameters, own);
        DotProduct.Add(1, own, gradient);
    }
}
