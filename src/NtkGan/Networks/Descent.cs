using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>An optimiser at work on a network, with what it remembers.</summary>
public sealed class Descent
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

    /// <summary>What is remembered, as named matrices.</summary>
    public IReadOnlyDictionary<string, Matrix> Save()
    {
        var state = new Dictionary<string, Matrix> { [Optimizer.StepCount] = Matrix.Column(Steps) };
        foreach (var (name, memory) in _optimizer.Memories.Zip(_memories))
            foreach (var (parameter, values) in new ParameterVector(_network.Parameters.Places, memory).ToMatrices()) state[$"{name}_{parameter}"] = values;
        return state;
    }

    /// <summary>Takes up what <see cref="Save"/> gave, to the bit.</summary>
    /// <exception cref="InvalidDataFormatException">It belongs to another optimiser or network.</exception>
    public void Restore(IReadOnlyDictionary<string, Matrix> state)
    {
        if (!state.TryGetValue(Optimizer.StepCount, out var steps) || steps.Values is not [>= 0 and <= int.MaxValue])
            throw new InvalidDataFormatException("The state of an optimiser lacks its number of steps.");
        ParameterVector[] vectors = [.. _optimizer.Memories.Select(name => ParameterVector.Of(_network.Parameters.Places, state
            .Where(pair => pair.Key.StartsWith(name + "_", StringComparison.Ordinal)).ToDictionary(pair => pair.Key[(name.Length + 1)..], pair => pair.Value)))];
        if (state.Count != 1 + vectors.Sum(vector => vector.Places.Count)) throw new InvalidDataFormatException("The state belongs to another optimiser.");
        foreach (var (memory, vector) in _memories.Zip(vectors)) vector.Values.CopyTo(memory);
        Steps = (int)steps.Values[0];
    }
}
