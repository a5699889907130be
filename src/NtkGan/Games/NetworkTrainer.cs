using NtkGan.Architectures;
using NtkGan.Kernels.Transforms;
using NtkGan.Networks;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Games;

/// <summary>A finite discriminator from training to training: its weights, its optimiser, and how many trainings there were.</summary>
internal sealed class NetworkTrainer(NetworkTraining settings, Architecture architecture, PointShape? shape, InputTransform transform, Loss loss, Normalisation normalisation, ulong seed) : DiscriminatorTrainer
{
    private const string Count = "trainings", Dimension = "dimension", Weights = "network", Optimiser = "optimizer";

    private Network? _network;
    private Descent? _descent;
    private int _trainings;
    private NetworkDiscriminator? _lent;
    private (Network Network, int Trainings)? _mark;
    private bool _isMarked;
    private Matrix? _points;
    private ParameterVector? _gradient;

    public override TrainedDiscriminator Train(Matrix fakes, Matrix targets)
    {
        if (fakes.Columns != targets.Columns) throw new InvalidDataFormatException($"Fakes of dimension {fakes.Columns} and targets of dimension {targets.Columns} do not fit.");
        Require.AtLeast(1, fakes.Rows, nameof(fakes));
        Require.AtLeast(1, targets.Rows, nameof(targets));
        Recall();
        var (network, descent) = Ready(fakes.Columns);
        var draw = settings.Reset ? (ulong)_trainings : 0;
        if (draw > 0)
        {
            network.Draw(seed, draw);
            descent.Reset();
        }

        var points = Points(network, fakes, targets);
        var (step, note) = (0, "");
        ParameterVector Gradient()
        {
            var gradient = _gradient ??= network.Zero();
            network.Gradient(points, (start, values, slopes) => Slopes(points.Rows, fakes.Rows, start, values, slopes), gradient);
            if (settings.GradientPenalty > 0) gradient.Add(settings.GradientPenalty / fakes.Rows, Penalty(network, fakes, targets, step));
            return gradient;
        }

        Func<double>? cost = settings.Optimizer.NeedsCost ? () => Cost(network.Forward(points).Values, fakes.Rows) : null;
        foreach (var rate in settings.Rates())
        {
            var end = descent.Step(Gradient, cost, rate);
            step++;
            if (end.Stalled is not { } reason) continue;
            note = FormattableString.Invariant($"it ended after {step} steps: {reason}");
            break;
        }

        if (!network.Parameters.IsFinite()) throw new NumericalException("The discriminator's weights diverged in training: reduce the learning rate.");
        _trainings++;
        _lent = NetworkDiscriminator.Lent(network, transform, () => Initial(network.Input, draw));
        return new(_lent, TrainingStatus.Converged, note, step);
    }

    public override void Save(StateWriter state)
    {
        if (_network is null) return;
        state.Set(Count, _trainings);
        state.Set(Dimension, _network.Input.Dimension);
        foreach (var (name, values) in _network.Save()) state.Scope(Weights).Set(name, values);
        _descent!.Save(state.Scope(Optimiser));
    }

    public override void Restore(StateReader state)
    {
        (_mark, _isMarked) = (null, false);
        if (state.IsEmpty)
        {
            Forget();
            return;
        }

        Recall();
        var (network, descent) = Ready(state.Count(Dimension, 1));
        network.Restore(state.Scope(Weights).Matrices());
        descent.Restore(state.Scope(Optimiser));
        _trainings = state.Count(Count);
    }

    // In arrays of its own that stay: a step is taken back seldom and marked always.
    public override void Mark()
    {
        _isMarked = true;
        if (_network is null)
        {
            _mark = null;
            return;
        }

        var copy = _mark?.Network ?? _network.Clone();
        copy.CopyFrom(_network);
        _descent!.Mark();
        _mark = (copy, _trainings);
    }

    public override void TakeBack()
    {
        if (!_isMarked) throw new InvalidOperationException("Nothing was marked that could be taken back.");
        if (_mark is not var (copy, trainings))
        {
            Forget();
            return;
        }

        Recall();
        _network!.CopyFrom(copy);
        _descent!.TakeBack();
        _trainings = trainings;
    }

    // As before the first training.
    private void Forget()
    {
        _lent?.Keep(isFree: true);
        (_network, _descent, _trainings, _lent, _gradient) = (null, null, 0, null, null);
    }

    // What a discriminator still looks at is copied before it changes.
    private void Recall()
    {
        _lent?.Keep();
        _lent = null;
    }

    // Fakes above targets, transformed, in the same place from training to training.
    private Matrix Points(Network network, Matrix fakes, Matrix targets)
    {
        if (_points?.Rows != fakes.Rows + targets.Rows || _points.Columns != fakes.Columns) _points = new(fakes.Rows + targets.Rows, fakes.Columns);
        fakes.Values.CopyTo(_points.Values);
        targets.Values.CopyTo(_points.Values[fakes.Values.Length..]);
        network.Checked(_points);
        return transform is IdentityTransform ? _points : transform.Apply(_points);
    }

    private (Network Network, Descent Descent) Ready(int dimension)
    {
        _network ??= Initial(shape ?? new PointShape(dimension), 0);
        _descent ??= new Descent(settings.Optimizer, _network);
        return (_network, _descent);
    }

    private Network Initial(PointShape input, ulong draw) =>
        Network.Of(architecture, input, seed, outputs: 1, settings.Antisymmetric, settings.SpectralNormalization, draw, settings.Precision);

    // L_D of all rows, fakes first.
    private double Cost(ReadOnlySpan<double> values, int fakes)
    {
        var ((onFakes, onTargets), sum) = (Shares(values.Length, fakes), 0.0);
        for (var i = 0; i < values.Length; i++) sum += i < fakes ? -loss.FakeAt(values[i]).Value / onFakes : loss.TargetAt(values[i]).Value / onTargets;
        return sum;
    }

    private (int OnFakes, int OnTargets) Shares(int count, int fakes) => normalisation == Normalisation.Pooled ? (count, count) : (fakes, count - fakes);

    // The derivatives of L_D by the values of rows [start, ...), fakes first: -a'(f) on fakes and b'(f) on targets, weighted.
    private void Slopes(int count, int fakes, int start, ReadOnlySpan<double> values, Span<double> slopes)
    {
        var (onFakes, onTargets) = Shares(count, fakes);
        for (var i = 0; i < values.Length; i++)
            slopes[i] = start + i < fakes ? -loss.FakeAt(values[i]).Slope / onFakes : loss.TargetAt(values[i]).Slope / onTargets;
    }

    /// <summary>The gradient of the sum of (|grad f| - 1)^2 over one point between each fake and some target: that of sum_i v_i . grad f(x_i) at fixed
    /// v = 2 (|grad f| - 1) grad f/|grad f|, 0 where the gradient is.</summary>
    private ParameterVector Penalty(Network network, Matrix fakes, Matrix targets, int step)
    {
        var random = CounterRandom.For(seed, FormattableString.Invariant($"gradient penalty of training {_trainings}"), (ulong)step);
        var between = fakes.Clone();
        for (var i = 0; i < between.Rows; i++)
        {
            var share = random.NextUniform();
            var target = targets.Row(random.NextIndex(targets.Rows));
            for (var d = 0; d < between.Columns; d++) between[i, d] += share * (target[d] - between[i, d]);
        }

        var slopes = new Matrix(between.Rows, between.Columns);
        var inputs = transform.Apply(between, slopes);
        var directions = network.Pullback(inputs).Pullback;
        for (var i = 0; i < directions.Rows; i++)
        {
            var row = directions.Row(i);
            var chain = slopes.Row(i);
            for (var d = 0; d < row.Length; d++) row[d] *= chain[d];
            var length = Math.Sqrt(DotProduct.Of(row, row));
            var factor = length > 0 ? 2 * (length - 1) / length : 0;
            for (var d = 0; d < row.Length; d++) row[d] *= factor * chain[d];
        }

        return network.SlopeGradient(inputs, directions);
    }
}
