using NtkGan.Numerics;

namespace NtkGan.State;

/// <summary>A state on its way to a checkpoint: named matrices, in scopes that nest. What stands in the scope "discriminator" is saved as "discriminator/...".
/// Nothing is rounded.</summary>
public sealed class StateWriter
{
    private readonly Dictionary<string, Matrix> _arrays;
    private readonly string _scope;

    /// <summary>An empty state.</summary>
    public StateWriter() : this(new(StringComparer.Ordinal), "")
    {
    }

    private StateWriter(Dictionary<string, Matrix> arrays, string scope) => (_arrays, _scope) = (arrays, scope);

    /// <summary>All matrices of the state, those of every scope, by their full names.</summary>
    public IReadOnlyDictionary<string, Matrix> Arrays => _arrays;

    /// <summary>What something saves, by full names.</summary>
    /// <param name="save">Writes it.</param>
    public static IReadOnlyDictionary<string, Matrix> Of(Action<StateWriter> save)
    {
        var state = new StateWriter();
        save(state);
        return state.Arrays;
    }

    /// <summary>A part of the state with names of its own; it exists as soon as something is set in it.</summary>
    /// <param name="name">Its name, without a slash.</param>
    public StateWriter Scope(string name) => new(_arrays, _scope + StateName.Checked(name) + StateName.Separator);

    /// <summary>Saves a matrix, which is kept as it is.</summary>
    /// <param name="name">Its name, without a slash, once in a scope.</param>
    /// <param name="values">The matrix.</param>
    /// <exception cref="ArgumentException">The name is taken, or holds a slash.</exception>
    public void Set(string name, Matrix values) => _arrays.Add(_scope + StateName.Checked(name), values);

    /// <summary>Saves numbers, which are copied into a column.</summary>
    /// <param name="name">Its name, as of a matrix.</param>
    /// <param name="values">The numbers.</param>
    public void Set(string name, ReadOnlySpan<double> values) => Set(name, new Matrix(values.Length, 1, values.ToArray()));

    /// <summary>Saves a number.</summary>
    /// <param name="name">Its name, as of a matrix.</param>
    /// <param name="value">The number.</param>
    public void Set(string name, double value) => Set(name, Matrix.Column(value));

    /// <summary>Saves a whole number.</summary>
    /// <param name="name">Its name, as of a matrix.</param>
    /// <param name="value">The number, of magnitude at most 2^53.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is larger.</exception>
    public void Set(string name, long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(value), StateName.LargestWhole);
        Set(name, (double)value);
    }

    /// <summary>Saves a text, as the numbers of its characters.</summary>
    /// <param name="name">Its name, as of a matrix.</param>
    /// <param name="text">The text; may be empty.</param>
    public void Set(string name, string text) => Set(name, new Matrix(text.Length, 1, [.. text.Select(character => (double)character)]));
}
