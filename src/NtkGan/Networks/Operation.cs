using NtkGan.Architectures;
using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Networks;

/// <summary>One operation of a finite network on a signal of n points x positions x features.</summary>
internal abstract class Operation
{
    /// <summary>The signal after the operation. With a tape, what the tangent kernel needs is written down.</summary>
    public abstract Tensor Forward(Tensor signal, ParameterVector parameters, TangentTape? tape = null);

    /// <summary>The signal and its derivative along a change of the parameters, given both before
    /// the operation. A linear operation without
    /// parameters acts on both alike.</summary>
    public virtual (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, ParameterVector parameters, ParameterVector change) =>
        (Forward(signal, parameters), Forward(slope, parameters));

    /// <summary>One operation after the other.</summary>
    public sealed class Chain(IReadOnlyList<Operation> operations) : Operation
    {
        public override Tensor Forward(Tensor signal, ParameterVector parameters, TangentTape? tape = null) =>
            operations.Aggregate(signal, (value, operation) => operation.Forward(value, parameters, tape));

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, ParameterVector parameters, ParameterVector change) =>
            operations.Aggregate((signal, slope), (pair, operation) => operation.Differentiate(pair.signal, pair.slope, parameters, change));
    }

    /// <summary>sum_b w_b f_b(signal) over branches.</summary>
    public sealed class WeightedSum(IReadOnlyList<(double Weight, Operation Branch)> terms) : Operation
    {
        public override Tensor Forward(Tensor signal, ParameterVector parameters, TangentTape? tape = null) =>
            terms.Select(term => term.Weight * term.Branch.Forward(signal, parameters, tape)).Aggregate((sum, value) => sum + value);

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, ParameterVector parameters, ParameterVector change) => terms
            .Select(term => (term.Weight, Pair: term.Branch.Differentiate(signal, slope, parameters, change)))
            .Select(term => (term.Weight * term.Pair.Signal, term.Weight * term.Pair.Slope))
            .Aggregate((sum, pair) => (sum.Item1 + pair.Item1, sum.Item2 + pair.Item2));
    }

    /// <summary>A linear map of signals without parameters.</summary>
    public sealed class Linear(Func<Tensor, Tensor> map) : Operation
    {
        public override Tensor Forward(Tensor signal, ParameterVector parameters, TangentTape? tape = null) => map(signal);
    }

    /// <summary>phi, entry by entry: the activation's own formula on tensors.</summary>
    public sealed class Pointwise(Activation activation) : Operation
    {
        public override Tensor Forward(Tensor signal, ParameterVector parameters, TangentTape? tape = null) =>
            activation.Value(new TensorScalar(signal)).Value.expand_as(signal);

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, ParameterVector parameters, ParameterVector change)
        {
            using var recording = enable_grad();
            var input = signal.detach().requires_grad_(true);
            var value = Forward(input, parameters);
            return (value.detach(), value.requires_grad ? slope * autograd.grad([value.sum()], [input])[0] : zeros_like(slope));
        }
    }

    /// <summary>(z - mean)/sqrt(variance + eps) over the features of each position.</summary>
    public sealed class Normalisation(double epsilon) : Operation
    {
        public override Tensor Forward(Tensor signal, ParameterVector parameters, TangentTape? tape = null)
        {
            var centred = Centred(signal);
            return centred / (Mean(centred * centred) + epsilon).sqrt();
        }

        public override (Tensor Signal, Tensor Slope) Differentiate(Tensor signal, Tensor slope, ParameterVector parameters, ParameterVector change)
        {
            var (centred, centredSlope) = (Centred(signal), Centred(slope));
            var root = (Mean(centred * centred) + epsilon).sqrt();
            var value = centred / root;
            return (value, (centredSlope - value * Mean(value * centredSlope)) / root);
        }

        private static Tensor Centred(Tensor signal) => signal - Mean(signal);

        private static Tensor Mean(Tensor signal) => signal.mean([-1], keepdim: true);
    }
}
