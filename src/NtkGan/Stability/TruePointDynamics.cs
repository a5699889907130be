using System.Numerics;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Stability;

/// <summary>Generated points at rest on one true point of mass p, or, for p = 0, at any place outside all regions; disturbances e_j of the points and
/// b = grad f(x) obey, in each coordinate alike, b+ = r b - eta_d gamma sum_j q_j e_j and e_j+ = e_j + eta_g q_j (b* - A e_j), where
/// A = Delta gamma/lambda and b* is the new b (alternating) or the old one. Exact to first order for every kernel with a
/// curvature gamma, since odd derivatives of K vanish at 0 (linearisation of Becker, Pandit, Rangan, Fletcher 2022; conditions derived).</summary>
/// <param name="Rates">The step sizes.</param>
/// <param name="Gamma">gamma = -K''(0) > 0.</param>
/// <param name="RealMass">p >= 0.</param>
/// <param name="Masses">q_j > 0, at least one.</param>
public sealed record TruePointDynamics(LocalRates Rates, double Gamma, double RealMass, ValueList<double> Masses)
{
    private const double Rounding = 1e-12;

    /// <summary>Q = sum_j q_j.</summary>
    public double GeneratedMass => Masses.Sum();

    /// <summary>Delta = p - Q; 0 where the masses balance up to rounding (1e-12 of the larger).</summary>
    public double Imbalance
    {
        get
        {
            var (generated, difference) = (GeneratedMass, RealMass - GeneratedMass);
            return Math.Abs(difference) <= Rounding * Math.Max(RealMass, generated) ? 0 : difference;
        }
    }

    /// <summary>True if the points can rest: f* = (Delta/lambda) K exists for lambda > 0, or where the masses balance.</summary>
    public bool HasEquilibrium => Rates.Regularisation > 0 || Imbalance == 0;

    /// <summary>A = Delta gamma/lambda, minus the curvature of the resting discriminator at the true point; infinite without an equilibrium.</summary>
    public double Curvature => Imbalance == 0 ? 0 : Imbalance * Gamma / Rates.Regularisation;

    /// <summary>All modes of one coordinate: the free one, for each mass shared by n points a difference mode n - 1 times, and the coupled modes of b with
    /// the mean displacement of every such group. For p = 0 one of these is the neutral shift z = 1.</summary>
    /// <exception cref="NumericalException">There is no equilibrium.</exception>
    public IReadOnlyList<Mode> Modes
    {
        get
        {
            RequireEquilibrium();
            List<Mode> modes = [new(ModeKind.Free, Rates.CycleRetention)];
            modes.AddRange(Groups.Where(group => group.Count > 1)
                .Select(group => new Mode(ModeKind.Difference, 1 - Step(group.Mass), group.Count - 1)));
            var coupled = CoupledValues;
            var neutral = RealMass > 0 ? -1 : Enumerable.Range(0, coupled.Length).MinBy(i => Complex.Abs(coupled[i] - 1));
            modes.AddRange(coupled.Select((z, i) => i == neutral ? new Mode(ModeKind.Neutral, 1) : new Mode(ModeKind.Mean, z)));
            return modes;
        }
    }

    /// <summary>The exact conditions of stability, all of which must hold. With a = 1 - r^n_d, c = eta_g q A, h = eta_d eta_g q gamma
    /// and eta_d of the cycle: D = (1-a)(1-c), 1-T+D = h p, 1+T+D = 4 - 2(a+c) + h(Delta - Q) alternating; D = 1 - (a+c) + h p,
    /// 1-T+D = h p, 1+T+D = 4 - 2(a+c) + h p simultaneous (Jury's criterion for z^2 - T z + D). Unequal masses, or several discriminator steps in a
    /// simultaneous game, have the spectral radius instead. The neutral shift of p = 0 is no condition.</summary>
    /// <exception cref="NumericalException">There is no equilibrium.</exception>
    public IReadOnlyList<StabilityCondition> Conditions
    {
        get
        {
            RequireEquilibrium();
            var groups = Groups;
            List<StabilityCondition> conditions = [new(ConditionKind.FreeDecay, 1 - Math.Abs(Rates.CycleRetention))];
            foreach (var group in groups.Where(group => group.Count > 1))
                conditions.AddRange([new(ConditionKind.DifferencePull, Step(group.Mass)), new(ConditionKind.DifferenceOvershoot, 2 - Step(group.Mass))]);
            if (groups.Count > 1 || !Rates.HasClosedForms)
                return [.. conditions, new(ConditionKind.CoupledRadius, 1 - Modes.Where(mode => mode.Kind == ModeKind.Mean).Max(mode => mode.Modulus))];

            var (decay, step) = (1 - Rates.CycleRetention, Step(groups[0].Mass));
            var gain = Rates.CycleRate * Rates.GeneratorRate * groups[0].Mass * Gamma;
            var alternating = Rates.Order == UpdateOrder.Alternating;
            if (RealMass > 0) conditions.Add(new(ConditionKind.MeanPull, gain * RealMass));
            conditions.Add(new(ConditionKind.MeanDamping, decay + step - (alternating ? decay * step : gain * RealMass)));
            conditions.Add(new(ConditionKind.MeanOvershoot, 4 - 2 * (decay + step) + gain * (alternating ? RealMass - 2 * GeneratedMass : RealMass)));
            return conditions;
        }
    }

    /// <summary>The (n+1) x (n+1) matrix of one cycle on (b, e_1, ..., e_n).</summary>
    /// <exception cref="NumericalException">There is no equilibrium.</exception>
    public Matrix CycleMatrix => Linearised([.. Masses.Select(mass => (mass, 1))]);

    // Points of one mass move together or against each other: 2 x 2 for equal masses.
    private Complex[] CoupledValues
    {
        get
        {
            var matrix = Linearised(Groups);
            return !matrix.IsFinite() ? [.. Enumerable.Repeat(Mode.Overflow, matrix.Rows)]
                : matrix.Rows != 2 ? GeneralEigen.Values(matrix)
                : GeneralEigen.Values(matrix[0, 0] + matrix[1, 1], Real.DifferenceOfProducts(matrix[0, 0], matrix[1, 1], matrix[0, 1], matrix[1, 0]).Value);
        }
    }

    private IReadOnlyList<(double Mass, int Count)> Groups =>
        [.. Masses.GroupBy(mass => mass).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))];

    private double Step(double mass) => Rates.GeneratorRate * mass * Curvature;

    private Matrix Linearised(IReadOnlyList<(double Mass, int Count)> groups)
    {
        RequireEquilibrium();
        var n = groups.Count;
        var (response, pull, curvature) = (new Matrix(1, n), new Matrix(n, 1), new Matrix(n, n));
        for (var g = 0; g < n; g++)
        {
            response[0, g] = Gamma * groups[g].Mass * groups[g].Count;
            pull[g, 0] = groups[g].Mass;
            curvature[g, g] = -groups[g].Mass * Imbalance * Gamma;
        }

        return new LinearisedUpdate(response, pull, curvature).Of(Rates);
    }

    private void RequireEquilibrium()
    {
        if (!HasEquilibrium)
            throw new NumericalException("Without regularisation (lambda = 0) the discriminator of a region whose masses do not balance grows forever, so there is no equilibrium: take lambda > 0.");
    }
}
