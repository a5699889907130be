using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Synthesis;

/// <summary>The authors' "cross": the discriminator, too, is trained on the softmax cross-entropy, f' = -2 K (softmax(f) - Y), f(0) = 0, to the
/// time lambda (their T = 2 N lambda on the mean over N rows), and judged by it. f_0 = -f_1, and u = f_1 - f_0 = K c with
/// c' = 4 (y1 - sigmoid(u)): an ODE, integrated to a tolerance, with the exact adjoint of its steps. For batches of some hundred rows:
/// the steps grow with lambda times the largest eigenvalue.</summary>
/// <param name="Tolerance">Error allowed in a step, relative and absolute.</param>
/// <param name="MaximumSteps">Attempted steps before giving up.</param>
[Named("ode_cross_entropy")]
public sealed record OdeCrossEntropy(double Tolerance = 1e-12, int MaximumSteps = 100_000) : SynthesisLoss
{
    private const int OuterProducts = 512;

    /// <summary>Error allowed in a step.</summary>
    public double Tolerance { get; init => field = Require.Positive(value, nameof(Tolerance)); } = Require.Positive(Tolerance);

    /// <summary>Attempted steps before giving up.</summary>
    public int MaximumSteps { get; init => field = Require.AtLeast(1, value, nameof(MaximumSteps)); } = Require.AtLeast(1, MaximumSteps);

    /// <inheritdoc/>
    public override double Regularisation => 0;

    /// <inheritdoc/>
    public override LossValue Evaluate(SynthesisBatch batch)
    {
        var (training, path) = (new Training(batch), new List<OdeStep>());
        var coefficients = Train(training, batch.Lambda, path);
        var margins = training.Margins(coefficients);
        var (sum, cotangent, scores) = (0.0, new double[batch.Count], new Matrix(batch.Count, 2));
        for (var i = 0; i < batch.Count; i++)
        {
            var (value, slope) = CrossEntropy.Softplus(-margins[i]);
            sum += value;
            cotangent[i] = -slope / batch.Count;
            (scores[i, 0], scores[i, 1]) = (-margins[i] / 2, margins[i] / 2);
        }

        // u = K c at the end depends on K itself, and through c on every stage.
        var gram = new OuterProductSum(batch.Count, OuterProducts);
        gram.Add(cotangent, coefficients);
        OdeAdjoint.Pullback(path, training.RightHandSide, (state, ofSlope, result) => training.Adjoint(state, ofSlope, result, gram), training.Times(cotangent));
        return new(sum / batch.Count, scores, gram.Symmetric(batch.Real.Rows));
    }

    /// <inheritdoc/>
    public override Matrix Coefficients(SynthesisBatch batch)
    {
        var coefficients = Train(new Training(batch), batch.Lambda, null);
        var result = new Matrix(batch.Count, 2);
        for (var i = 0; i < batch.Count; i++) (result[i, 0], result[i, 1]) = (-coefficients[i] / 2, coefficients[i] / 2);
        return result;
    }

    private double[] Train(Training training, double time, List<OdeStep>? path)
    {
        var solution = new OdeSolver(Tolerance, Tolerance, MaximumSteps).Solve(training.RightHandSide, new double[training.Count], time, path);
        return solution.Failure is null ? solution.State
            : throw new NumericalException($"The training of the discriminator by its ODE failed: {solution.Failure}. Reduce lambda, raise the tolerance, or take the closed-form cross entropy.");
    }

    // c' = 4 (y1 - sigmoid(K c)).
    private sealed class Training(SynthesisBatch batch)
    {
        private readonly double[] _margins = new double[batch.Count];

        public int Count => batch.Count;

        public double[] Margins(double[] coefficients) => Times(coefficients);

        public double[] Times(double[] vector)
        {
            var result = new double[Count];
            ScaledMatrix.Multiply(batch.Gram, vector, result);
            return result;
        }

        public void RightHandSide(double[] state, double[] slope)
        {
            ScaledMatrix.Multiply(batch.Gram, state, _margins);
            for (var i = 0; i < Count; i++) slope[i] = 4 * (batch.Labels[i, 1] - CrossEntropy.Softplus(_margins[i]).Slope);
        }

        public void Adjoint(double[] state, double[] cotangent, double[] result, OuterProductSum gram)
        {
            ScaledMatrix.Multiply(batch.Gram, state, _margins);
            var ofMargins = new double[Count];
            for (var i = 0; i < Count; i++)
            {
                var sigmoid = CrossEntropy.Softplus(_margins[i]).Slope;
                ofMargins[i] = -4 * sigmoid * (1 - sigmoid) * cotangent[i];
            }

            gram.Add(ofMargins, state);
            ScaledMatrix.Multiply(batch.Gram, ofMargins, result);
        }
    }
}
