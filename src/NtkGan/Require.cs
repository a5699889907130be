using System.Globalization;
using System.Runtime.CompilerServices;

namespace NtkGan;

/// <summary>Checks of parameters, with one sentence for each way to fail.</summary>
internal static class Require
{
    /// <summary>The value, if it is finite and above 0.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0 ? value : throw Refusal(name, "a number above 0", value);

    /// <summary>The value, if it is finite and at least 0.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static double NonNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw Refusal(name, "a number of at least 0", value);

    /// <summary>The value, if it is finite and below 0.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static double Negative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value < 0 ? value : throw Refusal(name, "a number below 0", value);

    /// <summary>The value, if it is finite.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw Refusal(name, "a finite number", value);

    /// <summary>The value, if it is at least a bound.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static int AtLeast(int bound, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= bound ? value : throw Refusal(name, $"at least {bound}", value);

    /// <summary>The value, if it lies between two bounds, these included.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public static int Between(int least, int most, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value <= most ? value : throw Refusal(name, $"{least} to {most}", value);

    /// <summary>The value, if there is none or it is at least a bound.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static int? AtLeast(int bound, int? value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is { } given ? AtLeast(bound, given, name) : null;

    /// <summary>The value, if there is none or it is finite and at least 0.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static double? NonNegative(double? value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is { } given ? NonNegative(given, name) : null;

    /// <summary>The value, if it is one of its enumeration.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static T Defined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "") where T : struct, Enum
    {
        if (Enum.IsDefined(value)) return value;
        var names = Enum.GetNames<T>().Select(Words).ToArray();
        throw new UsageException($"{Words(name)} must be {string.Join(", ", names[..^1])} or {names[^1]}, not {value}.");
    }

    /// <summary>The list, if it has items.</summary>
    /// <param name="list">The list.</param>
    /// <param name="item">One item, in words.</param>
    /// <param name="name">The list's name.</param>
    /// <exception cref="UsageException">It has none.</exception>
    public static ValueList<T> Filled<T>(ValueList<T> list, string item, [CallerArgumentExpression(nameof(list))] string name = "") =>
        list.Count > 0 ? list : throw new UsageException($"{Words(name)} must name {item}.");

    /// <summary>The list, if there is none or it has items.</summary>
    /// <param name="list">The list.</param>
    /// <param name="item">One item, in words.</param>
    /// <param name="name">The list's name.</param>
    /// <exception cref="UsageException">It has none.</exception>
    public static ValueList<T>? NullOrFilled<T>(ValueList<T>? list, string item, [CallerArgumentExpression(nameof(list))] string name = "") =>
        list is null ? null : Filled(list, item, name);

    /// <summary>The name of a parameter in words: StepSize becomes "step size".</summary>
    public static string Words(string name) => Catalog.SnakeCase(name).Replace('_', ' ');

    private static UsageException Refusal(string name, string wanted, double value) =>
        new($"{Words(name)} must be {wanted}, not {value.ToString("R", CultureInfo.InvariantCulture)}.");
}
