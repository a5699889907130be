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
    /// pseudo-inverse of kappa A in place of t phi_1. Constant forces (kappa = 0) give c = t D g without K. Several times come from one decomposition.</summary>
    public static IReadOnlyList<TrainingResult> Affine(TrainingProblem problem, AffineForces forces, params IReadOnlyList<double> times)
    {
        var (kappa, pull) = (forces.Curvature, Pull(problem, forces));
        return kappa == 0 ? [.. times.Select(time => Constant(problem, [.. pull], time))] : Solve(problem, pull, [.. times.Select(time => new ExponentialResponse(kappa * time))]);
    }

    /// <summary>c = D^(1/2) f(A) D^(1/2) y for functions f of times.</summary>
    public static IReadOnlyList<TrainingResult> Solve(TrainingProblem problem, double[] force, params IReadOnlyList<SpectralFunction> functions)
    {
        if (!problem.Product.IsStored && ByProducts(problem, force, functions) is { } results) return results;
        var (gram, weights) = (problem.Fitting, problem.Weights.ToArray());
        if (Places(gram, weights, functions.Select(function => function.Time).DefaultIfEmpty(0).Max()) is not { } places) return Solve(gram, weights, force, functions, coefficients => coefficients);
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
        return Solve(jointGram, jointWeights, jointForce, functions, joint => [.. index.Select((i, p) => joint[i] * (weights[p] / jointWeights[i]))]);
    }

    // By sums over the points alone; null where times are too long for them. What rounding does to points of one place is then within their tolerance.
    private static IReadOnlyList<TrainingResult>? ByProducts(TrainingProblem problem, double[] force, IReadOnlyList<SpectralFunction> functions)
    {
        double[] roots = [.. problem.Weights.ToArray().Select(Math.Sqrt)];
        var (matrix, column) = (new SpectralMatrix(problem.Weighted()), new Matrix(roots.Length, 1, [.. force.Select((y, p) => y * roots[p])]));
        var results = new List<TrainingResult>();
        foreach (var function in functions)
        {
            if (matrix.TryKrylov(function, column) is not { } value || !value.Values.IsFinite()) return null;
            results.Add(new([.. roots.Select((root, p) => root * value.Values[p, 0])], TrainingStatus.Converged, value.Steps, value.ErrorEstimate, ""));
        }

        return results;
    }

    private static IReadOnlyList<TrainingResult> Solve(Matrix gram, double[] weights, double[] force, IReadOnlyList<SpectralFunction> functions, Func<double[], double[]> spread)
    {
        double[] roots = [.. weights.Select(Math.Sqrt)];
        var (matrix, column) = (new SpectralMatrix(new ScaledMatrix(gram, roots)), new Matrix(roots.Length, 1, [.. force.Select((y, p) => y * roots[p])]));
        return [.. functions.Select(function =>
        {
            var value = matrix.Apply(function, column, functions.Count > 1 ? MatrixRoute.Decomposition : MatrixRoute.Automatic);
            return new TrainingResult(spread([.. roots.Select((root, p) => root * value.Values[p, 0])]), TrainingStatus.Converged, value.Steps, value.ErrorEstimate, "");
        })];
    }

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
