namespace NtkGan.Movers;

/// <summary>The right-hand side of an autonomous differential equation y' = F(y).</summary>
/// <param name="state">y.</param>
/// <param name="slope">Receives F(y).</param>
public delegate void RightHandSide(double[] state, double[] slope);

/// <summary>Steps of an explicit Runge-Kutta method, whichever its tableau. A step allocates nothing.</summary>
/// <param name="tableau">The method.</param>
/// <param name="count">Numbers in a state.</param>
/// <param name="rightHandSide">F.</param>
/// <param name="confine">Moves a state into the set that it must stay in; null if it may be anywhere.</param>
internal sealed class RungeKuttaStepper(Tableau tableau, int count, RightHandSide rightHandSide, Action<double[]>? confine = null)
{
    private double[] _trial = new double[count];
    private bool _hasBegun;

    /// <summary>Evaluations of F so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Where the last step that was tried ends.</summary>
    public double[] End => _trial;

    /// <summary>k, the first of them F at the start of a step.</summary>
    internal double[][] Slopes { get; } = [.. Enumerable.Range(0, tableau.Stages).Select(_ => new double[count])];

    /// <summary>Evaluates F at the start of steps; the first step would do so too.</summary>
    /// <param name="state">y.</param>
    public void Begin(double[] state)
    {
        Evaluate(state, 0);
        _hasBegun = true;
    }

    /// <summary>Tries a step from the start of the last one, or from where <see cref="Take"/> went on to; its end is at <see cref="End"/>.</summary>
    /// <param name="state">y, which is not changed.</param>
    /// <param name="size">h.</param>
    /// <returns>False if a stage has left the finite numbers, where F is not asked.</returns>
    public bool Try(double[] state, double size)
    {
        if (!_hasBegun) Begin(state);
        for (var stage = 1; stage < tableau.Stages; stage++)
        {
            Tableau.Combine(state, size, tableau.Nodes(stage), Slopes, _trial);
            foreach (var value in _trial)
                if (!double.IsFinite(value)) return false;
            confine?.Invoke(_trial);
            Evaluate(_trial, stage);
        }

        if (tableau.EndsAtLastStage) return true;
        Tableau.Combine(state, size, tableau.Weights, Slopes, _trial);
        confine?.Invoke(_trial);
        return true;
    }

    /// <summary>Goes on from the end of the last step.</summary>
    /// <param name="state">Its start, which becomes the stepper's own.</param>
    /// <returns>Its end.</returns>
    public double[] Take(double[] state)
    {
        (var end, _trial) = (_trial, state);
        if (tableau.EndsAtLastStage) (Slopes[0], Slopes[^1]) = (Slopes[^1], Slopes[0]);
        _hasBegun = tableau.EndsAtLastStage;
        return end;
    }

    /// <summary>sum_j (b_j - b^_j) k_j of one number: h times it estimates the error of a step of size h.</summary>
    /// <param name="index">Which number.</param>
    public double Difference(int index)
    {
        var sum = 0.0;
        var differences = tableau.Differences;
        for (var j = 0; j < differences.Length; j++) sum += differences[j] * Slopes[j][index];
        return sum;
    }

    internal void Evaluate(double[] state, int stage)
    {
        Evaluations++;
        rightHandSide(state, Slopes[stage]);
    }
}
