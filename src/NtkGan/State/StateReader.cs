using System.Globalization;
using NtkGan.Numerics;

namespace NtkGan.State;

/// <summary>A saved state, read without trust: what <see cref="StateWriter"/> wrote, by the same names in the same scopes. Whatever is missing, of another shape or
/// no number is refused in one sentence, and so is, at the end, what nobody has asked for.</summary>
public sealed class StateReader
{
    private readonly IReadOnlyDictionary<string, Matrix> _arrays;
    private readonly HashSet<string> _read;
    private readonly string _scope;

    private StateReader(IReadOnlyDictionary<string, Matrix> arrays, HashSet<string> read, string scope) => (_arrays, _read, _scope) = (arrays, read, scope);

    /// <summary>Whether this scope holds nothing.</summary>
    public bool IsEmpty => !_arrays.Keys.Any(IsInside);

    /// <summary>Takes up a whole state.</summary>
    /// <param name="arrays">The matrices of the state by their full names.</param>
    /// <param name="restore">Reads it.</param>
    /// <exception cref="InvalidDataFormatException">Something is missing, does not fit, or is left over.</exception>
    public static void Read(IReadOnlyDictionary<string, Matrix> arrays, Action<StateReader> restore) => Read(arrays, state =>
    {
        restore(state);
        return true;
    });

    /// <summary>What a whole state makes.</summary>
    /// <param name="arrays">The matrices of the state by their full names.</param>
    /// <param name="restore">Reads it.</param>
    /// <exception cref="InvalidDataFormatException">Something is missing, does not fit, or is left over.</exception>
    public static T Read<T>(IReadOnlyDictionary<string, Matrix> arrays, Func<StateReader, T> restore)
    {
        var state = new StateReader(arrays, new(StringComparer.Ordinal), "");
        var result = restore(state);
        return arrays.Keys.Where(name => !state._read.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } extra
            ? throw new InvalidDataFormatException($"The saved state holds '{extra}', for which there is no place: it belongs to something else.") : result;
    }

    /// <summary>A part of the state with names of its own.</summary>
    /// <param name="name">Its name.</param>
    public StateReader Scope(string name) => new(_arrays, _read, _scope + StateName.Checked(name) + StateName.Separator);

    /// <summary>Whether there is a matrix, number or text of a name in this scope itself.</summary>
    public bool Has(string name) => _arrays.ContainsKey(_scope + name);

    /// <summary>A matrix.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rows">Its rows; any number if null.</param>
    /// <param name="columns">Its columns; any number if null, and of an empty matrix.</param>
    /// <param name="numbers">What it may hold.</param>
    /// <exception cref="InvalidDataFormatException">It is missing, of another shape, or holds something else.</exception>
    public Matrix Matrix(string name, int? rows = null, int? columns = null, StateNumbers numbers = StateNumbers.Finite)
    {
        var full = _scope + name;
        if (!_arrays.TryGetValue(full, out var matrix)) throw new InvalidDataFormatException($"The saved state has no '{full}'.");
        _read.Add(full);
        if (matrix.Rows != (rows ?? matrix.Rows) || (matrix.Columns != (columns ?? matrix.Columns) && matrix.Rows > 0))
            throw new InvalidDataFormatException($"In the saved state '{full}' is {matrix.Rows} x {matrix.Columns}, not {rows?.ToString(CultureInfo.InvariantCulture) ?? "n"} x {columns?.ToString(CultureInfo.InvariantCulture) ?? "m"}.");
        foreach (var value in matrix.Values)
            if (numbers != StateNumbers.Any && (double.IsNaN(value) || (numbers == StateNumbers.Finite && !double.IsFinite(value)))) throw Wrong(name, value);
        return matrix;
    }

    /// <summary>Numbers of a column, as a copy.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many; any number if null.</param>
    /// <param name="numbers">What it may hold.</param>
    /// <exception cref="InvalidDataFormatException">As of a matrix.</exception>
    public double[] Numbers(string name, int? count = null, StateNumbers numbers = StateNumbers.Finite) => Matrix(name, count, 1, numbers).Values.ToArray();

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numbers">What it may be.</param>
    /// <exception cref="InvalidDataFormatException">As of a matrix.</exception>
    public double Number(string name, StateNumbers numbers = StateNumbers.Finite) => Matrix(name, 1, 1, numbers).Values[0];

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="largest">The largest it may be, at most 2^53.</param>
    /// <exception cref="InvalidDataFormatException">It is missing, not whole, or out of range.</exception>
    public long Whole(string name, long least = 0, long largest = StateName.LargestWhole) => Whole(name, Number(name), least, largest);

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="largest">The largest it may be.</param>
    /// <exception cref="InvalidDataFormatException">It is missing, not whole, or out of range.</exception>
    public int Count(string name, int least = 0, int largest = int.MaxValue) => (int)Whole(name, least, largest);

    /// <summary>Whole numbers of a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many.</param>
    /// <param name="least">The least of them.</param>
    /// <param name="largest">The largest of them.</param>
    /// <exception cref="InvalidDataFormatException">They are missing, of another number, not whole, or out of range.</exception>
    public int[] Counts(string name, int count, int least, int largest) => [.. Numbers(name, count).Select(value => (int)Whole(name, value, least, largest))];

    /// <summary>A text.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataFormatException">It is missing, or no text.</exception>
    public string Text(string name) => new([.. Numbers(name).Select(value => (char)Whole(name, value, 0, char.MaxValue))]);

    /// <summary>The names of this scope, with those of scopes in it.</summary>
    public IReadOnlyList<string> Names => [.. _arrays.Keys.Where(IsInside).Select(name => name[_scope.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>All matrices of this scope and of scopes in it, by their names from here on, unchecked.</summary>
    public IReadOnlyDictionary<string, Matrix> Matrices()
    {
        var inside = _arrays.Where(array => IsInside(array.Key)).ToDictionary(array => array.Key[_scope.Length..], array => array.Value);
        _read.UnionWith(inside.Keys.Select(name => _scope + name));
        return inside;
    }

    private bool IsInside(string name) => name.StartsWith(_scope, StringComparison.Ordinal);

    private long Whole(string name, double value, long least, long largest) =>
        value == Math.Floor(value) && value >= least && value <= largest ? (long)value : throw Wrong(name, value);

    private InvalidDataFormatException Wrong(string name, double value) => new(string.Create(CultureInfo.InvariantCulture, $"In the saved state '{_scope + name}' cannot hold {value}."));
}
