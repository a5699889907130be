using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>One simulation of an atlas.</summary>
internal static class AtlasCell
{
    /// <summary>What a game does at given numbers. A point that starts near a true point and ends frozen far from all has left it: that counts as divergence.</summary>
    /// <param name="settings">The atlas.</param>
    /// <param name="configuration">Its game.</param>
    /// <param name="start">The numbers of that game.</param>
    /// <param name="numbers">The numbers wanted.</param>
    public static Regime Observe(StabilityAtlasExperiment settings, GameConfiguration configuration, GameParameters start, GameParameters numbers)
    {
        var (game, width) = (At(configuration, start, numbers), start.Width);
        var simulation = new KernelDescentAscent(game, settings.History);
        var stride = Math.Max(1, settings.Updates / settings.Records);
        var path = new List<Matrix>(settings.Updates / stride + 1);
        try
        {
            for (var k = 0; ; k++)
            {
                if (k % stride == 0) path.Add(simulation.Generated);
                if (k == settings.Updates) break;
                settings.Kick?.Apply(simulation, width);
                simulation.Advance();
            }
        }
        catch (NumericalException)
        {
            return Regime.Diverges;
        }

        var observed = ObservedRegime.Classify(game, path);
        return observed.Regime == Regime.Frozen && WereThrownOut(game, observed, width) ? Regime.Diverges : observed.Regime;
    }

    // A point that left a true point in leaps lies still where it feels nothing: that is how a growing swing ends in a narrow kernel.
    private static bool WereThrownOut(GameConfiguration game, ObservedRegime observed, double width)
    {
        int[] rows = [.. Enumerable.Range(0, game.Generated.Count).Where(j => game.Generated.Masses[j] > 0)];
        double Distance(int j) => Enumerable.Range(0, game.Real.Count).Min(i => DotProduct.SquaredDistance(game.Real.Points.Row(i), game.Generated.Points.Row(j)));
        return rows.Where((j, k) => observed.Points[k] == Regime.Frozen && Distance(j) <= Math.Pow(ObservedRegime.Far * width, 2)).Any();
    }

    /// <summary>The game at other numbers, in units in which the kernel keeps its width s: with y = s' y'/s the points obey the same rules with places
    /// divided by s'/s and eta_g divided by (s'/s)^2 (derived: the gradient in y is s/s' times that in y').</summary>
    public static GameConfiguration At(GameConfiguration configuration, GameParameters start, GameParameters numbers)
    {
        var (game, scale, share) = (configuration.Game, numbers.Width / start.Width, numbers.Mass / start.Mass);
        return new(
            new(game.Kernel, numbers.DiscriminatorRate, numbers.GeneratorRate / (scale * scale), numbers.Regularisation, game.Order, game.DiscriminatorSteps),
            new(Divided(configuration.Real.Points, scale), configuration.Real.Masses),
            new(Divided(configuration.Generated.Points, scale), ValueList.From(configuration.Generated.Masses.Select(mass => share * mass))));
    }

    private static Matrix Divided(Matrix points, double scale) => new(points.Rows, points.Columns, [.. points.Values.ToArray().Select(value => value / scale)]);
}
