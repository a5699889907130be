using System.Globalization;
using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>Hinge training, exactly. With margins mu_p = s_p f(p), s = -1 on fakes and +1 on targets, c' = r, r_p = D_p s_p w_p, where w_p = 1
/// for mu_p below 1, 0 above, and on mu_p = 1 the choice in [0, 1] that minimises r^T K r / 2 (<see cref="MarginWeights"/>). Between events, a
/// point reaching its margin, everything is linear in time. An event costs O(N) and O(N) more for each weight that changes. Source: derived.</summary>
internal sealed class HingePath
{
    private const int EventsBetweenAudits = 64;
    private const double Accuracy = 1e-8;
    private const double Touching = 1e-13;
    private readonly TrainingProblem _problem;
    private readonly MarginWeights _weights;
    private readonly double[] _coefficients;
    private readonly double[] _values;
    private readonly Zone[] _zones;
    private double _now;
    private (double Time, int Events, double Drift, double[] Coefficients) _sound;

    private enum Zone { Below, On, Above }

    public HingePath(TrainingProblem problem)
    {
        _problem = problem;
        _values = problem.Initial.ToArray();
        _coefficients = new double[problem.Count];
        _sound = (0, 0, 0, new double[problem.Count]);
        _zones = [.. Enumerable.Range(0, problem.Count).Select(p => Distance(p) > Touching ? Zone.Below : Distance(p) < -Touching ? Zone.Above : Zone.On)];
        _weights = new(problem.Fitting, problem.Weights, problem.Fakes, [.. _zones.Select(zone => zone == Zone.Above ? 0.0 : 1)]);
        for (var p = 0; p < _zones.Length; p++)
            if (_zones[p] == Zone.On) Arrive(p);
    }

    /// <summary>The events so far: time, and index of the point in P.</summary>
    public List<(double Time, int Point)> Events { get; } = [];

    /// <summary>Follows the path to a time; infinity follows it until nothing moves. The error estimate is the largest difference between f(P) as
    /// followed and f_0(P) + K c; before it passes 1e-8, which only very long times on nearly singular K do, the path ends with a step limit.</summary>
    public TrainingResult Follow(double time, int maximumEvents)
    {
        while (true)
        {
            Workers.ThrowIfCancelled();
            Settle();
            var wait = NextArrival();
            var still = double.IsInfinity(wait);
            if (still || _now + wait >= time)
            {
                Advance(double.IsInfinity(time) ? 0 : time - _now);
                return Audit() ?? Result(TrainingStatus.Converged, still && double.IsInfinity(time) ? $"Nothing moves after {Events.Count} events." : "");
            }

            if (Events.Count >= maximumEvents)
                return Audit() ?? Result(TrainingStatus.StepLimit, $"Hinge training stopped at time {Text(_now)}, after {Events.Count} events: raise the maximum number of steps or shorten the time.");
            Advance(wait);
            for (var p = 0; p < _zones.Length; p++)
            {
                if (!Approaches(p) || (_zones[p] == Zone.Below ? Distance(p) : -Distance(p)) > Touching) continue;
                Events.Add((_now, p));
                Arrive(p);
            }

            if ((Events.Count - _sound.Events >= EventsBetweenAudits || _now > 2 * _sound.Time) && Audit() is { } unsound) return unsound;
        }
    }

    // Sums of many increments drift by rounding: f and f' are computed anew, and compared. Null if they are sound, else the last sound result.
    private TrainingResult? Audit()
    {
        var (drift, values) = (0.0, _problem.Values(_coefficients));
        for (var p = 0; p < values.Length; p++)
        {
            drift = Math.Max(drift, Math.Abs(values[p] - _values[p]));
            if (_zones[p] != Zone.On) _values[p] = values[p];
        }

        _weights.Refresh();
        if (!(drift <= Accuracy))
        {
            return new(_sound.Coefficients, TrainingStatus.StepLimit, _sound.Events, _sound.Drift,
                $"Hinge training stopped at time {Text(_sound.Time)}: beyond it rounding decides, for the Gram matrix is nearly singular; shorten the time.");
        }

        _sound = (_now, Events.Count, drift, (double[])_coefficients.Clone());
        return null;
    }

    private TrainingResult Result(TrainingStatus status, string note) => new(_coefficients, status, Events.Count, _sound.Drift, note);

    private double Sign(int p) => p < _problem.Fakes ? -1 : 1;

    // 1 - mu.
    private double Distance(int p) => 1 - Sign(p) * _values[p];

    private bool Approaches(int p) => _zones[p] switch
    {
        Zone.Below => _weights.Rate(p) > _weights.Tolerance,
        Zone.Above => _weights.Rate(p) < -_weights.Tolerance,
        _ => false,
    };

    private double NextArrival()
    {
        var wait = double.PositiveInfinity;
        for (var p = 0; p < _zones.Length; p++)
            if (Approaches(p)) wait = Math.Min(wait, Math.Max(0, Distance(p) / _weights.Rate(p)));
        return wait;
    }

    private void Arrive(int p)
    {
        _zones[p] = Zone.On;
        _values[p] = Sign(p);
        _weights.Enter(p);
    }

    // Weights on the margin, then points whose weight is at an end and that move off leave it.
    private void Settle()
    {
        _weights.Settle();
        for (var p = 0; p < _zones.Length; p++)
        {
            if (_zones[p] != Zone.On || _weights.IsFree(p)) continue;
            if (_weights.Weight(p) == 0 && _weights.Rate(p) > _weights.Tolerance) _zones[p] = Zone.Above;
            else if (_weights.Weight(p) == 1 && _weights.Rate(p) < -_weights.Tolerance) _zones[p] = Zone.Below;
            if (_zones[p] != Zone.On) _weights.Leave(p);
        }
    }

    private void Advance(double time)
    {
        if (time == 0) return;
        _now += time;
        DotProduct.Add(time, _weights.Coefficients, _coefficients);
        for (var p = 0; p < _values.Length; p++)
            if (_zones[p] != Zone.On) _values[p] += time * _weights.Velocities[p];
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
