using NtkGan.Architectures;
using NtkGan.Kernels.Transforms;
using NtkGan.Losses;
using NtkGan.Networks;
using NtkGan.Numerics;
using TorchSharp;

namespace NtkGan.Discriminators;

/// <summary>A finite discriminator from training to training: its weights, its optimiser, and how many trainings there were.</summary>
internal sealed class NetworkTrainer(NetworkTraining settings, Architecture architecture, PointShape? shape, InputTransform transform, Loss loss, Normalisation normalisation, ulong seed) : DiscriminatorTrainer
{
    private const string Count = "trainings", Dimension = "dimension", Weights = "network_", Optimiser = "optimizer_";

    private Network? _network;
    private Descent? _descent;
    private int _trainings;

    public override TrainedDiscriminator Train(Matrix fakes, Matrix targets)
    {
        if (fakes.Columns != targets.Columns) throw new InvalidDataFormatException($"Fakes of dimension {fakes.Columns} and targets of dimension {targets.Columns} do not fit.");
        Require.AtLeast(1, fakes.Rows, nameof(fakes));
        Require.AtLeast(1, targets.Rows, nameof(targets));
        var (network, descent) = Ready(fakes.Columns);
        var draw = settings.Reset ? (ulong)_trainings : 0;
        if (draw > 0)
        {
            network.Draw(seed, draw);
            descent.Reset();
        }

        var points = transform.Apply(network.Checked(fakes.Above(targets)));
        var step = 0;
        foreach (var rate in settings.Rates())
        {
            using var gradient = network.Gradient(points.Rows, (start, end) => LossOf(network, points, fakes.Rows, start, end));
            if (settings.GradientPenalty > 0)
            {
                using var penalty = Penalty(network, fakes, targets, step);
                gradient.Add(settings.GradientPenalty / fakes.Rows, penalty);
            }

            descent.Step(gradient, rate);
            step++;
        }

        if (!network.Parameters.IsFinite()) throw new NumericalException("The discriminator's weights diverged in training: reduce the learning rate.");
        _trainings++;
        return new(new NetworkDiscriminator(network.Clone(), transform, () => Initial(network.Input, draw)), TrainingStatus.Converged, "", step);
    }

    public override IReadOnlyDictionary<string, Matrix> Save()
    {
        if (_network is null) return new Dictionary<string, Matrix>();
        var state = new Dictionary<string, Matrix> { [Count] = Matrix.Column(_trainings), [Dimension] = Matrix.Column(_network.Input.Dimension) };
        foreach (var (name, values) in _network.Save()) state[Weights + name] = values;
        foreach (var (name, values) in _descent!.Save()) state[Optimiser + name] = values;
        return state;
    }

    public override void Restore(IReadOnlyDictionary<string, Matrix> state)
    {
        if (state.Count == 0)
        {
            (_network, _descent, _trainings) = (null, null, 0);
            return;
        }

        if (!state.TryGetValue(Count, out var count) || !state.TryGetValue(Dimension, out var dimension) || count.Values is not [>= 0] || dimension.Values is not [>= 1])
            throw new InvalidDataFormatException("The state of a finite discriminator lacks its number of trainings or its dimension.");
        Dictionary<string, Matrix> Part(string prefix) => state.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
        var (network, descent) = Ready((int)dimension.Values[0]);
        network.Restore(Part(Weights));
        descent.Restore(Part(Optimiser));
        _trainings = (int)count.Values[0];
    }

    private (Network Network, Descent Descent) Ready(int dimension)
    {
        _network ??= Initial(shape ?? new PointShape(dimension), 0);
        _descent ??= settings.Optimizer.Start(_network);
        return (_network, _descent);
    }

    private Network Initial(PointShape input, ulong draw) =>
        new(architecture, input, seed, outputs: 1, settings.Antisymmetric, settings.SpectralNormalization, draw);

    /// <summary>L_D of rows [start, end) of the points, fakes first: -a(f) on fakes and b(f) on targets, weighted.</summary>
    private torch.Tensor LossOf(Network network, Matrix points, int fakes, int start, int end)
    {
        var values = network.Forward(Tensors.Of(points, start, end));
        var split = Math.Clamp(fakes - start, 0, end - start);
        var (onFakes, onTargets) = normalisation == Normalisation.Pooled ? (points.Rows, points.Rows) : (fakes, points.Rows - fakes);
        return (1.0 / onTargets * Total(loss.Target<TensorScalar>(values[split..])) - 1.0 / onFakes * Total(loss.Fake<TensorScalar>(values[..split]))).Value;

        // A loss without a term on one side is a single number there, whatever the number of points; its gradient is 0.
        static TensorScalar Total(TensorScalar terms) => terms.Value.sum();
    }

    /// <summary>The gradient of the sum of (|grad f| - 1)^2 over one point between each fake and some target.</summary>
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

        return network.Gradient(between.Rows, (start, end) =>
        {
            var x = Tensors.Of(between, start, end).requires_grad_(true);
            var slopes = (TensorScalar)Tensors.Gradients(network.Forward(transform.Value<TensorScalar>(x).Value).sum(), [x], isDifferentiable: true)[0];
            TensorScalar square = (slopes * slopes).Value.sum(1);
            var excess = TensorScalar.SqrtGuarded(square, 0.0) + -1;
            return (excess * excess).Value.sum();
        });
    }
}
