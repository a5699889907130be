using System.Runtime.CompilerServices;

namespace NtkGan.Data;

/// <summary>Parameters given as one number for each coordinate, or as a single number for all of them.</summary>
internal static class PerCoordinate
{
    /// <summary>The numbers, or the usual one where none are given.</summary>
    /// <exception cref="UsageException">There is neither one number nor one for each coordinate, or one is not finite.</exception>
    public static ValueList<double> Checked(ValueList<double>? values, double usual, int dimension, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        if (values is null) return [usual];
        if (values.Count != 1 && values.Count != dimension)
            throw new UsageException(FormattableString.Invariant($"{Require.Words(name)} must hold 1 number or {dimension}, one for each coordinate, not {values.Count}."));
        foreach (var value in values) Require.Finite(value, name);
        return values;
    }

    /// <summary>The number of coordinate j.</summary>
    public static double At(this ValueList<double> values, int j) => values[values.Count == 1 ? 0 : j];
}
