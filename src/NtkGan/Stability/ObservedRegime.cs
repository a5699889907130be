using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>What a run did, read from its trajectory.</summary>
/// <param name="Regime">The worst of what its points did, a true point without company counted as collapse where any point came to one.</param>
/// <param name="Points">What each generated point with mass did, in their order; <see cref="Regime.Collapses"/> for one that is held near a true point.</param>
/// <param name="Unvisited">Rows of the true points that no generated point stands near at the end.</param>
/// <param name="Crossings">How often each of these points changed sides of its true point in the later half of the time in which
/// that can be told from rest.</param>
/// <param name="IsSettled">False if a longer run may show something else: a point is on its way to its true point but not yet within 0.05 widths; its swing still
/// grows by more than 1 % from the third to the last quarter; or, held near a true point, it came nearer or went away in the last quarter by more than 1e-5 of its distance and does not move
/// to and fro, eight times and more, between bounds that stay within 15 %.</param>
public sealed record ObservedRegime(Regime Regime, ValueList<Regime> Points, ValueList<int> Unvisited, ValueList<int> Crossings, bool IsSettled)
{
    /// <summary>A point within this many widths of a true point is on it.</summary>
    public const double Near = .05;

    /// <summary>A point farther than this many widths from every true point is far from them all.</summary>
    public const double Far = 2.5;

    /// <summary>A point that moves less than this many widths in the last quarter of the run is at rest.</summary>
    public const double Still = .05;

    /// <summary>Amplitudes below this fraction of the largest are rest.</summary>
    public const double Silent = 1e-10;

    private const int Swings = 2, LeastTurns = 8;
    private const double Shrinking = .97, Growing = 1.5, LeastStart = .01, Leap = 1, Passing = .25, Settled = 1e-5, Even = .01, Bounds = .15;

    /// <summary>Reads a trajectory. Let tau be a point's distance, in kernel widths, from the true point it ends nearest to. A point
    /// <list type="bullet">
    /// <item>diverges if it ends beyond 2.5 widths and still moves, by more than 0.05 widths in the last quarter of the run, or was thrown there: it started within
    /// 2.5 widths of a true point and ends more than a width farther from it, as a growing swing ends in a narrow kernel;</item>
    /// <item>is frozen if it ends there otherwise;</item>
    /// <item>diverges if it swings about the only true point by more than 0.05 widths and its amplitude in the last quarter exceeds 1.5 times that of the third one, or 1.5 times its distance at the
    /// start (at least 0.01 widths): the disturbance grew, even if it ends in an even swing of the size of the kernel;</item>
    /// <item>is on its true point if tau stays below 0.05 in the last quarter, or on its way there if the largest tau of the last quarter is below 1 and
    /// below 0.97 of that of the third one;</item>
    /// <item>oscillates if it swings evenly: it passes the true point within a quarter of its amplitude;</item>
    /// <item>is held near its true point, which is collapse, else.</item>
    /// </list>
    /// A swing is a point that changed sides at least twice in the later half of the time in which its amplitude stood above 1e-10 of the largest: at
    /// first, before the discriminator has come to rest, points may swing that end without. One on its true point that swings oscillates, without swings it converges.
    /// A true point with mass that no generated point is on or swings about is not visited: collapse, if nothing is worse and some point came to a true point (else all are frozen). The width is that of the kernel; for kernels without one a quarter of the least distance of two true points (1 for one alone).</summary>
    /// <param name="configuration">The game.</param>
    /// <param name="trajectory">Positions of the generated points at logged updates, evenly spaced, start and end included: at least 8, and
    /// some eight a swing, or swings hide; every update is best.</param>
    /// <exception cref="InvalidDataFormatException">The trajectory is too short or does not fit the game.</exception>
    public static ObservedRegime Classify(GameConfiguration configuration, IReadOnlyList<Matrix> trajectory)
    {
        if (trajectory.Count < 8)
            throw new InvalidDataFormatException($"A run of {trajectory.Count} logged positions is too short to be classified: log at least 8.");
        if (trajectory.FirstOrDefault(positions => positions.Rows != configuration.Generated.Count || positions.Columns != configuration.Real.Dimension) is { } wrong)
            throw new InvalidDataFormatException($"A trajectory of {wrong.Rows} x {wrong.Columns} positions is not one of {configuration.Generated.Count} points of dimension {configuration.Real.Dimension}.");

        var (real, width) = (configuration.Real, Width(configuration));
        int[] rows = [.. Enumerable.Range(0, configuration.Generated.Count).Where(j => configuration.Generated.Masses[j] > 0)];
        var paths = rows.Select(j => new PointPath(trajectory, j, real, width)).ToList();
        var regimes = paths.Select(path => path.Regime).ToList();
        int[] unvisited = [.. Enumerable.Range(0, real.Count).Where(i => real.Masses[i] > 0 && !paths.Any(path => path.Home == i && path.IsAtHome))];
        return new(GameRegime.Of(regimes, unvisited.Length > 0), ValueList.From(regimes), ValueList.From(unvisited), ValueList.From(paths.Select(path => path.Crossings)),
            paths.TrueForAll(path => path.IsSettled));
    }

    private static double Width(GameConfiguration configuration)
    {
        if (PredictionSurface.Obstacle(configuration.Game.Kernel) is null) return KernelCurvature.Of(configuration.Game.Kernel).Width;
        var points = configuration.Real.Places;
        var distances = from i in Enumerable.Range(0, points.Rows) from j in Enumerable.Range(0, i) select Math.Sqrt(DotProduct.SquaredDistance(points.Row(i), points.Row(j)));
        return distances.Where(distance => distance > 0).Select(distance => distance / 4).DefaultIfEmpty(1).Min();
    }

    /// <summary>One point's path, seen from the true point it ends nearest to.</summary>
    private sealed class PointPath
    {
        private readonly double[] _distances;
        private readonly double _lastShift;
        private readonly bool _wasThrownOut, _isOnlyHome;

        public PointPath(IReadOnlyList<Matrix> trajectory, int row, WeightedPoints real, double width)
        {
            var last = trajectory[^1].Row(row).ToArray();
            Home = Enumerable.Range(0, real.Count).Where(i => real.Masses[i] > 0).DefaultIfEmpty(0).MinBy(i => DotProduct.SquaredDistance(last, real.Places.Row(i)));
            _distances = [.. trajectory.Select(positions => Math.Sqrt(DotProduct.SquaredDistance(positions.Row(row), real.Places.Row(Home))) / width)];
            _lastShift = trajectory.Skip(trajectory.Count * 3 / 4).Max(positions => Math.Sqrt(DotProduct.SquaredDistance(positions.Row(row), last))) / width;
            Crossings = CountCrossings(trajectory, row, real.Places.Row(Home).ToArray(), width);
            _isOnlyHome = real.Masses.Count(mass => mass > 0) == 1;
            _wasThrownOut = WasThrownOut(trajectory[0].Row(row), last, real, width);
        }

        public int Home { get; }

        public int Crossings { get; }

        /// <summary>True unless a longer run may show something else.</summary>
        public bool IsSettled => Regime switch
        {
            Regime.Diverges or Regime.Frozen => true,
            Regime.Converges => Largest(.75, 1) <= Near,
            Regime.Oscillates => Largest(.75, 1) <= Near || Largest(.75, 1) <= (1 + Even) * Largest(.5, .75),
            _ => Math.Abs(_distances[^1] - _distances[_distances.Length * 3 / 4]) <= Settled * _distances[^1] || IsCircling,
        };

        public bool IsAtHome => Regime is Regime.Converges or Regime.Oscillates;

        public Regime Regime
        {
            get
            {
                var (early, late) = (Largest(.5, .75), Largest(.75, 1));
                if (_distances[^1] > Far) return _lastShift > Still || _wasThrownOut ? Regime.Diverges : Regime.Frozen;
                var swings = Crossings >= Swings;
                if (late > Near && swings && _isOnlyHome && late > Growing * Math.Min(early, Math.Max(_distances[0], LeastStart))) return Regime.Diverges;
                if (late <= Near || (late < 1 && late <= Shrinking * early)) return swings ? Regime.Oscillates : Regime.Converges;
                return swings && IsCrossing ? Regime.Oscillates : Regime.Collapses;
            }
        }

        // A swing about the true point passes it: its least distance is far below its largest, which a point held aside never shows.
        private bool IsCrossing => _distances.Skip(_distances.Length / 2).Min() < Passing * Largest(.5, 1);

        // The distance rises and falls again and again between much the same bounds, none of which it comes to rest at.
        private bool IsCircling
        {
            get
            {
                var (early, late) = (Part(.5, .75), Part(.75, 1));
                var turns = late.Zip(late.Skip(1), (one, next) => Math.Sign(next - one)).Where(sign => sign != 0).Aggregate((Turns: 0, Sign: 0), (so, sign) => (so.Turns + (sign == -so.Sign ? 1 : 0), sign)).Turns;
                var (bound, spread) = (Bounds * early.Max(), late.Max() - late.Min());
                return turns >= LeastTurns && spread > Near && Math.Abs(late.Max() - early.Max()) <= bound && Math.Abs(late.Min() - early.Min()) <= bound;
            }
        }

        private double Largest(double from, double to) => Part(from, to).Max();

        private double[] Part(double from, double to) => _distances[(int)(from * _distances.Length)..(int)(to * _distances.Length)];

        private static bool WasThrownOut(ReadOnlySpan<double> start, ReadOnlySpan<double> end, WeightedPoints real, double width)
        {
            for (var i = 0; i < real.Count; i++)
            {
                if (real.Masses[i] == 0) continue;
                var (before, after) = (Math.Sqrt(DotProduct.SquaredDistance(start, real.Places.Row(i))), Math.Sqrt(DotProduct.SquaredDistance(end, real.Places.Row(i))));
                if (before <= Far * width && after > before + Leap * width) return true;
            }

            return false;
        }

        private int CountCrossings(IReadOnlyList<Matrix> trajectory, int row, double[] home, double width)
        {
            var silent = Math.Max(Silent * _distances.Max(), Rounding(home) / width);
            var end = Array.FindLastIndex(_distances, distance => distance > silent) + 1;
            var (crossings, side) = (0, Array.Empty<double>());
            for (var k = end / 2; k < end; k++)
            {
                if (_distances[k] <= silent) continue;
                var offset = trajectory[k].Row(row).ToArray();
                DotProduct.Add(-1, home, offset);
                if (side.Length > 0 && DotProduct.Of(side, offset) < 0) crossings++;
                side = offset;
            }

            return crossings;
        }

        private static double Rounding(double[] home) => 64 * Math.ScaleB(home.Max(Math.Abs), -52);
    }
}
