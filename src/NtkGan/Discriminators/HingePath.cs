using System.Globalization;
using NtkGan.Numerics;

namespace NtkGan.Discriminators;

/// <summary>Hinge training, exactly. With margins mu_p = s_p f(p), s = -1 on fakes and +1 on targets, c' = r, r_p = D_p s_p w_p, where w_p = 1
/// for mu_p below 1, 0 above, and on mu_p = 1 the choice in [0, 1] that minimises r^T K r / 2 (<see cref="MarginWeights"/>). Between events, a
/// point reaching its margin, everything is linear in time. An event costs O(N) and O(N) more for each weight that changes. Source: derived.</summary>
internal sealed class HingePath
{
    private const int EventsBetweenRefreshes = 64;
    private const double Touching = 1e-13;
    private readonly TrainingProblem _problem;
    private readonly MarginWeights _weights;
    private readonly double[] _coefficients;
    private readonly double[] _values;
    private readonly Zone[] _zones;

    private enum Zone { Below, On, Above }

    public HingePath(TrainingProblem problem)
    {
        _problem = problem;
        _values = problem.Initial.ToArray();
        _coefficients = new double[problem.Count];
        _zones = [.. Enumerable.Range(0, problem.Count).Select(p => Distance(p) > Touching ? Zone.Below : Distance(p) < -Touching ? Zone.Above : Zone.On)];
        _weights = new(problem.Gram, problem.Weights, problem.Fakes, [.. _zones.Select(zone => zone == Zone.Above ? 0.0 : 1)]);
        for (var p = 0; p < _zones.Length; p++)
            if (_zones[p] == Zone.On) Arrive(p);
    }

    /// <summary>The events so far: time, and index of the point in P.</summary>
    public List<(double Time, int Point)> Events { get; } = [];

    /// <summary>Follows the path to a time; infinity follows it until nothing moves.</summary>
    public TrainingResult Follow(double time, int maximumEvents)
    {
        var (now, refreshed) = (0.0, 0);
        while (true)
        {
            Settle();
            var wait = NextArrival();
            if (now + wait >= time || double.IsInfinity(wait))
            {
                var rest = double.IsInfinity(time) ? 0 : time - now;
                Advance(rest);
                return Result(TrainingStatus.Converged, double.IsInfinity(wait) ? $"After {Events.Count} events the active points stand still from time {Text(now)} on." : $"{Events.Count} events.");
            }

            if (Events.Count >= maximumEvents)
                return Result(TrainingStatus.StepLimit, $"Hinge training stopped at time {Text(now)}, after {Events.Count} events: raise maximum_steps or shorten the time.");
            now += wait;
            Advance(wait);
            for (var p = 0; p < _zones.Length; p++)
            {
                if (!Approaches(p) || (_zones[p] == Zone.Below ? Distance(p) : -Distance(p)) > Touching) continue;
                Events.Add((now, p));
                Arrive(p);
            }

            if (Events.Count - refreshed < EventsBetweenRefreshes) continue;
            refreshed = Events.Count;
            Refresh();
        }
    }

    private TrainingResult Result(TrainingStatus status, string note) => new(_coefficients, status, Events.Count, 0, note);

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
        DotProduct.Add(time, _weights.Coefficients, _coefficients);
        for (var p = 0; p < _values.Length; p++)
            if (_zones[p] != Zone.On) _values[p] += time * _weights.Velocities[p];
    }

    // Sums of many increments drift by rounding; f off the margin and the velocities are computed anew from time to time.
    private void Refresh()
    {
        _weights.Refresh();
        var values = _problem.Values(_coefficients);
        for (var p = 0; p < values.Length; p++)
            if (_zones[p] != Zone.On) _values[p] = values[p];
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
