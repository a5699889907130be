using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Spectral;

namespace NtkGan.Experiments.Stability;

/// <summary>How generated points spread around their one true point, simulated and by the second moment model: the eigenvalues of their covariance
/// (1/n) over the updates, and in the plane ellipses of 1.5 standard deviations.</summary>
internal sealed class SpreadPictures(IReadOnlyList<SimulatedGame> games, PictureWriter pictures)
{
    private const int Ellipses = 4, Corners = 72;
    private const double Deviations = 1.5;

    /// <summary>Draws both beside a path that ends in .png, where there is a spread and a model of it.</summary>
    public void Save(string path)
    {
        var shown = games.Where(game => game is { Trial: 0, HasSpread: true }).ToList();
        if (shown.Count < games.Count(game => game.Trial == 0)) return;
        var moments = shown.Select(game => game.Moments()).ToList();
        pictures.Save(Sheet("Eigenvalues of the covariance of the generated points", "update", "eigenvalue", isLogarithmic: true, (g, colour) => Eigenvalues(shown[g], moments[g], colour)), $"{path[..^".png".Length]}-spread");
        if (shown.TrueForAll(game => game.Targets.Columns == 2))
            pictures.Save(Sheet("1.5 standard deviations of the generated points, shrinking in time", "x\u2081", "x\u2082", isLogarithmic: false, (g, colour) => Outlines(shown[g], moments[g], colour)), $"{path[..^".png".Length]}-ellipses");

        CurveSheet Sheet(string title, string across, string up, bool isLogarithmic, Func<int, int, IEnumerable<PlacedCurve>> curves)
        {
            var names = shown.Select(game => game.Variant.Curve).Distinct().ToList();
            return new(title, across, up, [.. Enumerable.Range(0, shown.Count).GroupBy(g => shown[g].Variant.Panel)
                .Select(alike => new CurvePanel(alike.Key, [.. alike.SelectMany(g => curves(g, names.IndexOf(shown[g].Variant.Curve)))]))], isLogarithmic);
        }
    }

    private static IEnumerable<PlacedCurve> Eigenvalues(SimulatedGame game, IReadOnlyList<SpreadMoments> moments, int colour)
    {
        double[] updates = [.. moments.Select(state => state.Update)];
        foreach (var (isModel, spectra) in new[] { (false, moments.Select(state => state.Simulated)), (true, moments.Select(state => state.Modelled)) })
        {
            var values = spectra.Select(state => SymmetricEigen.ValuesOf(state.Covariance)).ToList();
            for (var k = 0; k < values[0].Length; k++)
                yield return new(isModel ? "second moment model" : game.Variant.Curve, updates, [.. values.Select(spectrum => spectrum[k])], colour, isModel ? 2 : 0);
        }
    }

    private static IEnumerable<PlacedCurve> Outlines(SimulatedGame game, IReadOnlyList<SpreadMoments> moments, int colour)
    {
        foreach (var state in Enumerable.Range(0, Ellipses).Select(i => moments[i * (moments.Count - 1) / (Ellipses - 1)]).Distinct())
        {
            foreach (var (isModel, spread) in new[] { (false, state.Simulated), (true, state.Modelled) })
            {
                var eigen = SymmetricEigen.Of(spread.Covariance);
                var (first, second) = (Deviations * Math.Sqrt(Math.Max(0, eigen.Values[0])), Deviations * Math.Sqrt(Math.Max(0, eigen.Values[1])));
                var angles = Enumerable.Range(0, Corners + 1).Select(corner => Math.Tau * corner / Corners).ToList();
                double Along(int axis, double angle) => spread.Mean[axis] + first * Math.Cos(angle) * eigen.Vectors[0, axis] + second * Math.Sin(angle) * eigen.Vectors[1, axis];
                yield return new(isModel ? "second moment model" : game.Variant.Curve, [.. angles.Select(angle => Along(0, angle))], [.. angles.Select(angle => Along(1, angle))], colour, isModel ? 2 : 0);
            }
        }
    }
}

/// <summary>Mean and covariance (1/n) of the generated points relative to their true point.</summary>
/// <param name="Mean">d values.</param>
/// <param name="Covariance">d x d.</param>
internal sealed record Spread(double[] Mean, Matrix Covariance);

/// <summary>The spread at one update.</summary>
/// <param name="Update">The update.</param>
/// <param name="Simulated">Of the points.</param>
/// <param name="Modelled">Of the second moment model.</param>
internal sealed record SpreadMoments(double Update, Spread Simulated, Spread Modelled);
