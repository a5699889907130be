using NtkGan.Losses;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Discriminators;

/// <summary>Training in closed form: c = D^(1/2) g(A) D^(1/2) y with A = D^(1/2) K D^(1/2).</summary>
internal static class SpectralFlow
{
    /// <summary>Affine forces, c' = D (g - kappa f): c = D^(1/2) t phi_1(-kappa t A) D^(1/2) (g - kappa f_0), and at t = infinity the
    /// pseudo-inverse of kappa A in place of t phi_1. Constant forces (kappa = 0) give c = t D g without K.</summary>
    public static TrainingResult Affine(TrainingProblem problem, AffineForces forces, double time)
    {
        var (kappa, pull) = (forces.Curvature, new double[problem.Count]);
        for (var p = 0; p < pull.Length; p++) pull[p] = (p < problem.Fakes ? forces.FakePull : forces.TargetPull) - kappa * problem.Initial[p];
        if (kappa == 0)
        {
            if (!double.IsFinite(time)) throw new UsageException($"{Catalog.NameOf(problem.Loss.GetType())} grows linearly in time and has no limit: give a finite time.");
            for (var p = 0; p < pull.Length; p++) pull[p] *= time * problem.Weights[p];
            return new(pull, TrainingStatus.Converged, 0, 0, "");
        }

        return double.IsInfinity(time)
            ? Solve(problem, pull, (matrix, vector) => MatrixFunction.PseudoInverse(matrix, [.. vector.Select(value => value / kappa)]))
            : Solve(problem, pull, value => time * ExponentialFunctions.Phi1(-kappa * time * value));
    }

    /// <summary>c = D^(1/2) g(A) D^(1/2) y.</summary>
    public static TrainingResult Solve(TrainingProblem problem, double[] force, Func<double, double> function) =>
        Solve(problem, force, (matrix, vector) => MatrixFunction.Apply(matrix, function, vector));

    private static TrainingResult Solve(TrainingProblem problem, double[] force, Func<ScaledMatrix, double[], MatrixFunctionValue> apply)
    {
        Weigh(problem, force);
        var value = apply(problem.Weighted(), force);
        Weigh(problem, value.Values);
        return new(value.Values, TrainingStatus.Converged, value.Steps, value.ErrorEstimate, "");
    }

    private static void Weigh(TrainingProblem problem, double[] vector)
    {
        for (var p = 0; p < vector.Length; p++) vector[p] *= Math.Sqrt(problem.Weights[p]);
    }
}
