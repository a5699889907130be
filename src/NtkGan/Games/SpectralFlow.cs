using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Games;

/// <summary>Training in closed form: c = D^(1/2) g(A) D^(1/2) y with A = D^(1/2) K D^(1/2), K any symmetric matrix. Points with the same row of K are the
/// same point to the kernel: where times are long they count as one of their joint weight, and share its coefficient by their weights, for the part of c
/// that tells them apart moves no f but grows with t.</summary>
internal static class SpectralFlow
{
    // How far, in parts of the force, rounding may move f through coefficients that cancel each other, before points of one place are joined.
    private const double Negligible = 1e-13;

    /// <summary>Affine forces, c' = D (g - kappa f): c = D^(1/2) t phi_1(-kappa t A) D^(1/2) (g - kappa f_0), and at t = infinity the
    /// pseudo-inverse of kappa A in place of t phi_1. Constant forces (kappa = 0) give c = t D g without K.</summary>
    public static TrainingResult Affine(TrainingProblem problem, AffineForces forces, double time)
    {
        var (kappa, pull) = (forces.Curvature, Pull(problem, forces));
        if (kappa == 0) return Constant(problem, pull, time);
        var scaled = kappa * time;
        return double.IsInfinity(scaled)
            ? Solve(problem, scaled, pull, MatrixFunction.PseudoInverse)
            : Solve(problem, scaled, pull, (matrix, vector) => MatrixFunction.Evolve(matrix, scaled, Response(scaled), vector, isExponential: true));
    }

    /// <summary>The same at several finite times, from one eigendecomposition.</summary>
    public static IReadOnlyList<TrainingResult> Affine(TrainingProblem problem, AffineForces forces, IReadOnlyList<double> times)
    {
        var (kappa, pull) = (forces.Curvature, Pull(problem, forces));
        if (kappa == 0) return [.. times.Select(time => Constant(problem, [.. pull], time))];
        double[] scaled = [.. times.Select(time => kappa * time)];
        return Solve(problem, scaled.DefaultIfEmpty(0).Max(), pull, (matrix, vector) => MatrixFunction.EvolveAll(matrix, scaled, Response, vector));
    }

    /// <summary>c = D^(1/2) g(A) D^(1/2) y for a g of a time, as <see cref="MatrixFunction.Evolve"/> takes it, that exists for no negative eigenvalue.</summary>
    public static TrainingResult Solve(TrainingProblem problem, double time, double[] force, Func<double, double> function) =>
        Solve(problem, time, force, (matrix, vector) => MatrixFunction.Evolve(matrix, time,
            value => value >= 0 ? function(value) : throw MatrixFunction.NoLimit(value, MatrixFunction.LargestEigenvalue(matrix)), vector, isExponential: false));

    // t phi_1(-t a), of what the force becomes in the time t.
    private static Func<double, double> Response(double time) => value => time * ExponentialFunctions.Phi1(-time * value);

    // (g - kappa f_0)/kappa, or g - kappa f_0 = g where kappa = 0.
    private static double[] Pull(TrainingProblem problem, AffineForces forces)
    {
        var (kappa, pull) = (forces.Curvature, new double[problem.Count]);
        for (var p = 0; p < pull.Length; p++) pull[p] = ((p < problem.Fakes ? forces.FakePull : forces.TargetPull) - kappa * problem.Initial[p]) / (kappa == 0 ? 1 : kappa);
        return pull;
    }

    private static TrainingResult Constant(TrainingProblem problem, double[] pull, double time)
    {
        if (!double.IsFinite(time)) throw new UsageException($"{Catalog.NameOf(problem.Loss.GetType())} grows linearly in time and has no limit: give a finite time.");
        for (var p = 0; p < pull.Length; p++) pull[p] *= time * problem.Weights[p];
        return new(pull, TrainingStatus.Converged, 0, 0, "");
    }

    private static TrainingResult Solve(TrainingProblem problem, double time, double[] force, Func<ScaledMatrix, double[], MatrixFunctionValue> apply) =>
        Solve(problem, time, force, (matrix, vector) => [apply(matrix, vector)])[0];

    private static IReadOnlyList<TrainingResult> Solve(TrainingProblem problem, double time, double[] force, Func<ScaledMatrix, double[], IReadOnlyList<MatrixFunctionValue>> apply)
    {
        var (gram, weights) = (problem.Gram, problem.Weights.ToArray());
        if (Places(gram, weights, time) is not { } places) return Results(Solve(gram, weights, force, apply), value => value);
        int[] first = [.. places.Distinct()];
        var (jointGram, jointWeights, jointForce) = (new Matrix(first.Length, first.Length), new double[first.Length], new double[first.Length]);
        var index = new int[places.Length];
        for (var i = 0; i < first.Length; i++)
        {
            index[first[i]] = i;
            for (var j = 0; j < first.Length; j++) jointGram[i, j] = gram[first[i], first[j]];
        }

        for (var p = 0; p < places.Length; p++)
        {
            index[p] = index[places[p]];
            jointWeights[index[p]] += weights[p];
            jointForce[index[p]] += weights[p] * force[p];
        }

        for (var i = 0; i < first.Length; i++) jointForce[i] /= jointWeights[i];
        return Results(Solve(jointGram, jointWeights, jointForce, apply), joint => [.. index.Select((i, p) => joint[i] * (weights[p] / jointWeights[i]))]);
    }

    private static IReadOnlyList<TrainingResult> Results(IReadOnlyList<MatrixFunctionValue> values, Func<double[], double[]> spread) =>
        [.. values.Select(value => new TrainingResult(spread(value.Values), TrainingStatus.Converged, value.Steps, value.ErrorEstimate, ""))];

    private static IReadOnlyList<MatrixFunctionValue> Solve(Matrix gram, double[] weights, double[] force, Func<ScaledMatrix, double[], IReadOnlyList<MatrixFunctionValue>> apply)
    {
        double[] roots = [.. weights.Select(Math.Sqrt)];
        var values = apply(new(gram, roots), [.. force.Select((y, p) => y * roots[p])]);
        foreach (var value in values)
            for (var p = 0; p < roots.Length; p++) value.Values[p] *= roots[p];
        return values;
    }

    // For each point the first with the same row of K; null where all differ, or the time is too short for it to matter.
    private static int[]? Places(Matrix gram, double[] weights, double time)
    {
        var (trace, places) = (0.0, new int[weights.Length]);
        for (var p = 0; p < places.Length; p++) trace += weights[p] * Math.Abs(gram[p, p]);
        if (time * trace * Math.ScaleB(1, -52) <= Negligible) return null;
        var known = new Dictionary<(double, double, double), List<int>>();
        var joined = false;
        for (var p = 0; p < places.Length; p++)
        {
            var key = (gram[p, p], gram[p, 0], gram[p, places.Length - 1]);
            if (!known.TryGetValue(key, out var rows)) known[key] = rows = [];
            var same = rows.FindIndex(q => gram[p, q] == gram[p, p] && gram.Row(p).SequenceEqual(gram.Row(q)));
            places[p] = same < 0 ? p : rows[same];
            joined |= same >= 0;
            if (same < 0) rows.Add(p);
        }

        return joined ? places : null;
    }
}
