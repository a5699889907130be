using NtkGan.State;

namespace NtkGan.Networks;

/// <summary>An optimiser at work on a network, with what it remembers.</summary>
public sealed class Descent : ISaved
{
    private readonly Optimizer _optimizer;
    private readonly Network _network;
    private readonly double[][] _memories;

    internal Descent(Optimizer optimizer, Network network) =>
        (_optimizer, _network, _memories) = (optimizer, network, [.. optimizer.Memories.Select(_ => new double[network.Parameters.Count])]);

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>One step downhill.</summary>
    /// <param name="gradient">The gradient of the cost by the parameters.</param>
    /// <param name="learningRate">The learning rate of this step; null for the optimiser's own.</param>
    public void Step(ParameterVector gradient, double? learningRate = null)
    {
        _optimizer.Move(_network.Parameters.Writable(), gradient.Values, _memories, ++Steps, learningRate ?? _optimizer.LearningRate);
        _network.Follow();
    }

    /// <summary>Forgets everything, as at the start.</summary>
    public void Reset()
    {
        Steps = 0;
        foreach (var memory in _memories) Array.Clear(memory);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Set(Optimizer.StepCount, Steps);
        foreach (var (name, memory) in _optimizer.Memories.Zip(_memories)) state.Set(name, memory);
    }

    /// <inheritdoc/>
    public void Restore(StateReader state)
    {
        var (steps, saved) = (state.Count(Optimizer.StepCount), _optimizer.Memories.Select(name => state.Numbers(name, _network.Parameters.Count)).ToArray());
        foreach (var (memory, values) in _memories.Zip(saved)) values.CopyTo(memory, 0);
        Steps = steps;
    }
}
