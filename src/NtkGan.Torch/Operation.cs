using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>One operation of a finite network on a signal of n points x positions x features.</summary>
internal abstract class Operation
{
    /// <summary>The signal after the operation. With a tape, what the tangent kernel needs is written down.</summary>
    public abstract Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null);

    /// <summary>The signal and its derivative along a change of the parameters, given both before
    /// the operation. A linear operation without
    /// parameters acts on both alike.</summary>
    public virtual (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, TensorVector parameters, TensorVector change) =>
        (Forward(signal, parameters), Forward(slope, parameters));

    /// <summary>One operation after the other.</summary>
    public sealed class Chain(IReadOnlyList<Operation> operations) : Operation
    {
        public override Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null) =>
            operations.Aggregate(signal, (value, operation) => operation.Forward(value, parameters, tape));

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, TensorVector parameters, TensorVector change) =>
            operations.Aggregate((signal, slope), (pair, operation) => operation.Differentiate(pair.signal, pair.slope, parameters, change));
    }

    /// <summary>sum_b w_b f_b(signal) over branches.</summary>
    public sealed class WeightedSum(IReadOnlyList<(double Weight, Operation Branch)> terms) : Operation
    {
        public override Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null) =>
            Sum(terms.Select(term => term.Weight * (TensorScalar)term.Branch.Forward(signal, parameters, tape)));

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, TensorVector parameters, TensorVector change)
        {
            var results = terms.Select(term => (term.Weight, Pair: term.Branch.Differentiate(signal, slope, parameters, change))).ToList();
            return (Sum(results.Select(result => result.Weight * (TensorScalar)result.Pair.Signal)),
                Sum(results.Select(result => result.Weight * (TensorScalar)result.Pair.Slope)));
        }

        private static Tensor Sum(IEnumerable<TensorScalar> values) => values.Aggregate((sum, value) => sum + value).Value;
    }

    /// <summary>A linear map of signals without parameters.</summary>
    public sealed class Linear(Func<Tensor, Tensor> map) : Operation
    {
        public override Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null) => map(signal);
    }

    /// <summary>phi, entry by entry: the activation's own formula on tensors.</summary>
    public sealed class Pointwise(Activation activation) : Operation
    {
        // Of the formula on tensors every operation is a pass over the signal, and is recorded; torch has the commonest as one.
        public override Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null) =>
            activation is Relu ? signal.relu() : activation.Value(new TensorScalar(signal)).Value.expand_as(signal);

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, TensorVector parameters, TensorVector change)
        {
            using var recording = enable_grad();
            var input = signal.detach().requires_grad_(true);
            var value = Forward(input, parameters);
            return (value.detach(), value.requires_grad ? slope * autograd.grad([value.sum()], [input])[0] : zeros_like(slope));
        }
    }

    /// <summary>A layer's own map of the features, each of which is a tensor of points x positions.</summary>
    public sealed class Own(FeatureLayer layer) : Operation
    {
        public override Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null)
        {
            TensorScalar[] input = [.. signal.unbind(-1).Select(feature => (TensorScalar)feature)], output = new TensorScalar[input.Length];
            layer.Forward<TensorScalar>(input, output);
            return Joined(output, signal);
        }

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, TensorVector parameters, TensorVector change)
        {
            Jet<TensorScalar, TensorScalar>[] input = [.. signal.unbind(-1).Zip(slope.unbind(-1), (value, along) => new Jet<TensorScalar, TensorScalar>(value, along))];
            var output = new Jet<TensorScalar, TensorScalar>[input.Length];
            layer.Forward<Jet<TensorScalar, TensorScalar>>(input, output);
            return (Joined(output.Select(jet => jet.Value), signal), Joined(output.Select(jet => jet.Slope), signal));
        }

        // Constants are tensors without dimensions.
        private static Tensor Joined(IEnumerable<TensorScalar> features, Tensor signal) =>
            stack(features.Select(feature => feature.Value.expand(signal.shape[0], signal.shape[1])), -1);
    }

    /// <summary>(z - mean)/sqrt(variance + eps) over the features of each position.</summary>
    public sealed class Normalisation(double epsilon) : Operation
    {
        public override Tensor Forward(Tensor signal, TensorVector parameters, TangentTape? tape = null)
        {
            var centred = Centred(signal);
            return (centred / Deviation(centred)).Value;
        }

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, TensorVector parameters, TensorVector change)
        {
            var (centred, centredSlope) = (Centred(signal), Centred(slope));
            var deviation = Deviation(centred);
            var value = centred / deviation;
            return (value.Value, ((centredSlope - value * Mean(value * centredSlope)) / deviation).Value);
        }

        private TensorScalar Deviation(TensorScalar centred) => TensorScalar.Sqrt(Mean(centred * centred) + epsilon);

        private static TensorScalar Centred(TensorScalar signal) => signal - Mean(signal);

        private static TensorScalar Mean(TensorScalar signal) => signal.Value.mean([-1], keepdim: true);
    }
}
