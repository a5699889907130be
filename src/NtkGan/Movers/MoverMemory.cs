using NtkGan.State;

namespace NtkGan.Movers;

/// <summary>How much of something a mover remembers.</summary>
public enum MemoryKind
{
    /// <summary>A number for each parameter, 0 before the first step.</summary>
    Vector,

    /// <summary>A number, none before the first step.</summary>
    Number,

    /// <summary>Any number of vectors, one after the other; none before the first step.</summary>
    Vectors,
}

/// <summary>Something that a mover remembers.</summary>
/// <param name="Name">Its name in saved states, snake_case.</param>
/// <param name="Kind">How much it is.</param>
public sealed record MemoryShape(string Name, MemoryKind Kind = MemoryKind.Vector);

/// <summary>What a mover remembers between steps: named arrays. It equals another with the same numbers under the same names; the numbers can change, so the
/// hash is that of the names.</summary>
public sealed class MoverMemory : ISaved, IEquatable<MoverMemory>
{
    private const string StepCount = "steps";

    private readonly IReadOnlyList<MemoryShape> _shapes;
    private readonly int _count;
    private readonly Dictionary<string, double[]> _arrays = new(StringComparer.Ordinal);

    internal MoverMemory(IReadOnlyList<MemoryShape> shapes, int count)
    {
        (_shapes, _count) = (shapes, count);
        foreach (var shape in shapes) _arrays[shape.Name] = new double[shape.Kind == MemoryKind.Vector ? count : 0];
    }

    /// <summary>Steps taken, of movers that count them.</summary>
    public int Steps { get; set; }

    /// <summary>What is remembered under a name: as it is, to be written to.</summary>
    /// <exception cref="KeyNotFoundException">The mover has declared no such memory.</exception>
    public double[] this[string name]
    {
        get => _arrays[name];
        set => _arrays[name] = _arrays.ContainsKey(name) ? value : throw new KeyNotFoundException($"'{name}' is not among the mover's memories.");
    }

    /// <summary>A number, or another where there is none yet.</summary>
    public double Number(string name, double otherwise) => _arrays[name] is [var value] ? value : otherwise;

    /// <inheritdoc/>
    public bool Equals(MoverMemory? other) => other is not null && Steps == other.Steps && _count == other._count && _shapes.SequenceEqual(other._shapes)
        && _shapes.All(shape => _arrays[shape.Name].AsSpan().SequenceEqual(other._arrays[shape.Name]));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MoverMemory);

    /// <inheritdoc/>
    public override int GetHashCode() => _shapes.Aggregate(_count, HashCode.Combine);

    /// <summary>A copy that shares nothing.</summary>
    public MoverMemory Clone()
    {
        var copy = new MoverMemory(_shapes, _count);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Takes over what another memory of the same mover and of as many parameters remembers, in its own arrays where they are as long.</summary>
    internal void CopyFrom(MoverMemory other)
    {
        Steps = other.Steps;
        foreach (var shape in _shapes)
        {
            var (own, values) = (_arrays[shape.Name], other._arrays[shape.Name]);
            if (own.Length == values.Length) values.CopyTo(own, 0);
            else _arrays[shape.Name] = (double[])values.Clone();
        }
    }

    /// <summary>Forgets everything, as at the start.</summary>
    public void Reset()
    {
        Steps = 0;
        foreach (var shape in _shapes)
        {
            if (shape.Kind == MemoryKind.Vector) Array.Clear(_arrays[shape.Name]);
            else _arrays[shape.Name] = [];
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Set(StepCount, Steps);
        foreach (var shape in _shapes) state.Set(shape.Name, _arrays[shape.Name]);
    }

    /// <inheritdoc/>
    public void Restore(StateReader state)
    {
        var steps = state.Count(StepCount);
        var saved = _shapes.Select(shape => (shape.Name, Values: state.Numbers(shape.Name, shape.Kind == MemoryKind.Vector ? _count : null), shape.Kind)).ToList();
        foreach (var (name, values, kind) in saved)
        {
            if (kind == MemoryKind.Number ? values.Length > 1 : values.Length % Math.Max(1, _count) != 0)
                throw new InvalidDataFormatException($"In the saved state '{name}' of {values.Length} numbers does not fit {_count} parameters.");
        }

        foreach (var (name, values, _) in saved) _arrays[name] = values;
        Steps = steps;
    }
}
