using System.Globalization;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>Points with masses: the measure sum_i m_i delta(x_i). The total need not be 1, and the totals of the two sides of a game may differ;
/// a mass of 0 is a point that is carried along and changes nothing.</summary>
/// <param name="Points">n x d, n >= 1, d >= 1, finite: points are rows; copied.</param>
/// <param name="Masses">One mass >= 0 for each point.</param>
/// <exception cref="InvalidDataFormatException">There is no point, or a coordinate is NaN or infinite.</exception>
/// <exception cref="UsageException">The masses do not fit the points, or one is negative, NaN or infinite, or so is their sum.</exception>
public sealed record WeightedPoints(Matrix Points, ValueList<double> Masses)
{
    /// <summary>The points, n x d, as a copy.</summary>
    public Matrix Points => Places.Clone();

    /// <summary>The masses, n values.</summary>
    public ValueList<double> Masses { get; } = Checked(Masses, Points.Rows);

    /// <summary>The points as they are kept: not to be changed.</summary>
    internal Matrix Places { get; } = Checked(Points).Clone();

    /// <summary>The sum of the masses.</summary>
    public double Total => Masses.Sum();

    /// <summary>Number of points n.</summary>
    public int Count => Places.Rows;

    /// <summary>Dimension d of the points.</summary>
    public int Dimension => Places.Columns;

    /// <summary>Points that share a total mass evenly: m_i = total/n.</summary>
    /// <param name="points">n x d, n >= 1.</param>
    /// <param name="total">The total mass >= 0.</param>
    public static WeightedPoints Uniform(Matrix points, double total = 1)
    {
        Require.NonNegative(total);
        return new(points, ValueList.From(Enumerable.Repeat(total / Math.Max(1, points.Rows), points.Rows)));
    }

    private static Matrix Checked(Matrix points)
    {
        if (points.Rows == 0 || points.Columns == 0)
            throw new InvalidDataFormatException($"A set of weighted points needs at least one point of at least one dimension, but is {points.Rows} x {points.Columns}.");
        return points.IsFinite() ? points : throw new InvalidDataFormatException("Weighted points must be finite, but a coordinate is NaN or infinite.");
    }

    private static ValueList<double> Checked(ValueList<double> masses, int points)
    {
        if (masses.Count != points)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{points} points need {points} masses, not {masses.Count}."));
        foreach (var mass in masses) Require.NonNegative(mass);
        return double.IsFinite(masses.Sum()) ? masses : throw new UsageException("The masses add up to more than the largest floating-point number: lower them.");
    }
}
