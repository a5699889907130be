using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Games;

/// <summary>The toolkit's inf_vanilla, an approximation of vanilla training: each eigenvector of D^(1/2) K D^(1/2) follows the scalar law
/// v + e^v = lambda t + 1 (Lambert W). Exact for one point, and for labels -1, +1 that are an eigenvector (one symmetric pair); else a
/// heuristic, off by about 1e-4 on the paper's one-dimensional example. The toolkit's time scale is the pooled normalisation.</summary>
/// <param name="Time">Training time t, finite.</param>
public sealed record LambertApproximation(double Time = 1) : FunctionSpaceTraining(Time)
{
    /// <inheritdoc/>
    public override TrainingResult Train(TrainingProblem problem)
    {
        if (problem.Loss is not Vanilla) throw new UsageException($"The Lambert approximation exists for the vanilla loss only: use exact training for {Catalog.NameOf(problem.Loss.GetType())}.");
        if (problem.HasInitial) throw new UsageException("The Lambert approximation exists for f_0 = 0 only: use exact training.");
        var (time, labels) = (FiniteTime, new double[problem.Count]);
        for (var p = 0; p < labels.Length; p++) labels[p] = p < problem.Fakes ? -1 : 1;
        var result = SpectralFlow.Solve(problem, labels, new LogisticResponse(time))[0];
        return result.Saying("An approximation: each eigenvector of the Gram matrix is trained as if it were alone.");
    }

    // t ratio(t a): v of v + e^v = t a + 1, over a.
    private sealed record LogisticResponse(double Time) : SpectralFunction(Time)
    {
        public override bool ExistsBelowZero => false;

        public override double Value(double a) => Time * LambertW.LogisticGrowthRatio(Time * a);
    }
}
