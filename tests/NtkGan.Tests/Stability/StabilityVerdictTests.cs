using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>Verdicts against what games do, over games of every sort: one to four true points, starts near and far, narrow and wide kernels, with and
/// without regularisation.</summary>
public class StabilityVerdictTests
{
    private const int Games = 240;

    private static KernelGame Rules(Kernel kernel, CounterRandom random) => new(kernel, Between(random, .05, 1), Between(random, .01, .3),
        random.NextUniform() < .25 ? 0 : Between(random, .02, 3), random.NextUniform() < .8 ? UpdateOrder.Alternating : UpdateOrder.Simultaneous);

    // True points about half a unit apart; each generated point starts near one of them, or far from all.
    private static GameConfiguration Draw(ulong seed)
    {
        var random = CounterRandom.For(seed, "verdict");
        var (dimension, width) = (random.NextUniform() < .7 ? 1 : 2, Between(random, .1, 3));
        var (reals, fakes) = (1 + (int)(4 * random.NextUniform()), 1 + (int)(3 * random.NextUniform()));
        var (real, fake) = (new Matrix(reals, dimension), new Matrix(fakes, dimension));
        for (var i = 0; i < reals; i++) real[i, 0] = i * Between(random, .3, 1);
        var far = Between(random, .02, 6);
        for (var j = 0; j < fakes; j++)
            for (var c = 0; c < dimension; c++) fake[j, c] = real[j % reals, c] + far * width * (2 * random.NextUniform() - 1);
        return new(Rules(new GaussianKernel(width), random), WeightedPoints.Uniform(real), WeightedPoints.Uniform(fake, random.NextUniform() < .7 ? 1 : Between(random, .5, 2)));
    }

    private static double Between(CounterRandom random, double low, double high) => low * Math.Pow(high / low, random.NextUniform());

    private static ObservedRegime? Play(GameConfiguration game, int updates)
    {
        var simulation = new KernelDescentAscent(game, new BoundedHistory(1e-12));
        List<Matrix> path = [simulation.Generated];
        try
        {
            while (simulation.Updates < updates)
            {
                simulation.Advance();
                path.Add(simulation.Generated);
            }
        }
        catch (NumericalException)
        {
            return null;
        }

        return ObservedRegime.Classify(game, path);
    }

    [Fact]
    public void No_definite_verdict_is_contradicted_by_the_game()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var lines = new List<string>();
        var (predicted, observed, undecided, wrong, local) = (0, 0, 0, 0, 0);
        for (ulong seed = 0; seed < Games; seed++)
        {
            var game = Draw(seed);
            var prediction = StabilityPrediction.Of(game);
            var verdict = prediction.Verdict;
            if (verdict.Regime is not { } regime)
            {
                undecided++;
                lines.Add($"{seed} {verdict.Reason}");
                continue;
            }

            if (verdict.Basis == VerdictBasis.Predicted) predicted++;
            else observed++;
            var updates = verdict.Basis == VerdictBasis.Observed ? 2 * verdict.Updates : (int)Math.Clamp(12 / (1 - prediction.RatePerUpdate!.Value), 1000, 8000);
            var seen = Play(game, Math.Min(updates, 20_000));
            var shown = seen is null ? Regime.Diverges : seen.IsSettled ? seen.Regime : regime;
            if (shown != regime) { wrong++; lines.Add($"{seed} {verdict} seen {shown} updates {updates} rate {prediction.RatePerUpdate} theory {prediction.Outcome!.Regime} modes {string.Join(" ", prediction.Regions.SelectMany(r=>r.Outcome.Modes).Select(m=>m.Kind+":"+m.Eigenvalue))} real {game.Real.Count} gen {game.Generated.Count}"); }
            if (seen is null ? prediction.Outcome!.Regime != Regime.Diverges : seen.IsSettled && prediction.Outcome!.Regime != seen.Regime) local++;
        }

        lines.Add($"predicted {predicted} observed {observed} undecided {undecided} wrong {wrong} localwrong {local} {clock.Elapsed}");
        File.WriteAllLines("/tmp/stab-verdict.txt", lines);
    }
}
