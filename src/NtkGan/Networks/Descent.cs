using NtkGan.Movers;
using NtkGan.State;

namespace NtkGan.Networks;

/// <summary>A mover at work on a network, with what it remembers.</summary>
internal sealed class Descent : ISaved
{
    private readonly Mover _mover;
    private readonly Network _network;
    private readonly MoverMemory _memory;
    private MoverMemory? _mark;

    /// <summary>Starts with nothing remembered.</summary>
    /// <param name="mover">How the parameters move.</param>
    /// <param name="network">The network.</param>
    public Descent(Mover mover, Network network) => (_mover, _network, _memory) = (mover, network, mover.Start(network.Parameters.Count));

    /// <summary>Steps taken.</summary>
    public int Steps => _memory.Steps;

    /// <summary>One step downhill.</summary>
    /// <param name="gradient">The gradient of the cost by the parameters that the network has when it is asked.</param>
    /// <param name="cost">The cost at these parameters; null where there is none, or nobody needs it.</param>
    /// <param name="rate">The learning rate of this step; null for the mover's own.</param>
    /// <exception cref="UsageException">The mover needs a cost.</exception>
    /// <exception cref="NumericalException">No step is possible.</exception>
    public MoverStep Step(Func<ParameterVector> gradient, Func<double>? cost = null, double? rate = null)
    {
        if (_mover.NeedsCost && cost is null) throw new UsageException($"{Catalog.NameOf(_mover.GetType())} looks for lower costs, and there is none here: take a mover that follows gradients alone, such as adam.");
        var step = Move(gradient, cost, rate ?? _mover.Rate ?? 1);
        _network.Follow();
        return step;
    }

    /// <summary>Marks what is remembered, for <see cref="TakeBack"/>; an earlier mark is forgotten.</summary>
    internal void Mark() => (_mark ??= _mover.Start(_network.Parameters.Count)).CopyFrom(_memory);

    /// <summary>Remembers what was remembered at the mark.</summary>
    internal void TakeBack() => _memory.CopyFrom(_mark!);

    /// <summary>Forgets everything, as at the start.</summary>
    public void Reset() => _memory.Reset();

    /// <inheritdoc/>
    public void Save(StateWriter state) => _memory.Save(state);

    /// <inheritdoc/>
    public void Restore(StateReader state) => _memory.Restore(state);

    private MoverStep Move(Func<ParameterVector> gradient, Func<double>? cost, double rate)
    {
        // In place, where one gradient is all that a step needs.
        if (_mover is Optimizer optimizer)
        {
            var slopes = gradient();
            optimizer.Step(_network.Parameters.Writable(), slopes.Values, _memory, rate);
            return new(rate);
        }

        var position = _network.Parameters.Values.ToArray();
        var step = _mover.Advance(position, _memory, new Field(_network, gradient, cost), rate);
        position.CopyTo(_network.Parameters.Writable());
        return step;
    }

    private sealed class Field(Network network, Func<ParameterVector> gradient, Func<double>? cost) : MovingField
    {
        public override string Advice => "reduce the learning rate";

        public override double Evaluate(double[] position, double[] result)
        {
            if (!network.Parameters.Values.SequenceEqual(position)) position.CopyTo(network.Parameters.Writable());
            gradient().Values.CopyTo(result);
            return cost?.Invoke() ?? 0;
        }
    }
}
