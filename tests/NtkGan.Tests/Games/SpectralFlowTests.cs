using NtkGan.Games;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Games;

/// <summary>The closed form of LSGAN training where it is delicate: kernels that are not positive semidefinite, singular Gram matrices at long
/// times, and large matrices, against a matrix exponential in 28 decimal digits and other routes.</summary>
public class SpectralFlowTests
{
    // What the null space may move f by, 1e-7 of a force of 2, and as much again for its own rounding.
    private const double Drift = 4e-7;

    private static readonly decimal[] Points = [-1.5m, -0.25m, 0.5m, 2m, 1m, 0.75m, 3m, -2m, 1.25m];

    private static readonly double[] Times = [0.5, 30, 1e3, 1e6, 1e8, 1e9, 1e12];

    private static decimal[,] Gram(Func<decimal, decimal, decimal> kernel, decimal[] points)
    {
        var gram = new decimal[points.Length, points.Length];
        for (var i = 0; i < points.Length; i++)
            for (var j = 0; j < points.Length; j++) gram[i, j] = kernel(points[i], points[j]);
        return gram;
    }

    private static decimal[] Weights(int fakes, int targets, Normalisation normalisation) => [.. Enumerable.Range(0, fakes + targets)
        .Select(p => 1m / (normalisation == Normalisation.Pooled ? fakes + targets : p < fakes ? fakes : targets))];

    // c' = D (2 label - 2 K c): c is the response of 2 D K to D 2 label.
    private static decimal[] Exact(decimal[,] gram, int fakes, decimal time, Normalisation normalisation)
    {
        var n = gram.GetLength(0);
        var weights = Weights(fakes, n - fakes, normalisation);
        var matrix = new decimal[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i, j] = 2 * weights[i] * gram[i, j];
        return DecimalExponential.Response(matrix, time, [.. weights.Select((weight, p) => 2 * weight * (p < fakes ? -1 : 1))]);
    }

    private static double[] Values(Matrix gram, double[] coefficients)
    {
        var values = new double[coefficients.Length];
        ScaledMatrix.Multiply(gram, coefficients, values);
        return values;
    }

    [Theory]
    [InlineData(Normalisation.PerMeasure, 0.5)]
    [InlineData(Normalisation.Pooled, 0.5)]
    [InlineData(Normalisation.PerMeasure, 2)]
    [InlineData(Normalisation.Pooled, 3)]
    public void A_conditionally_definite_kernel_gets_its_own_flow(Normalisation normalisation, double time)
    {
        // -|x - y| has one negative eigenvalue, along which f grows as e^(2 t |a|); the numbers of fakes and targets differ.
        var gram = Gram((x, y) => -Math.Abs(x - y), Points);
        var problem = new TrainingProblem(4, 5, () => DecimalExponential.ToMatrix(gram), new Lsgan(), normalisation);
        var expected = Exact(gram, 4, (decimal)time, normalisation).Select(c => (double)c).ToArray();
        Close.Relative(expected, new Exact(time).Train(problem).Coefficients, Close.Kernel);
        Close.Relative(expected, new Ode(time).Train(problem).Coefficients, Close.Solver);
        Close.Relative(DecimalExponential.ToMatrix(gram), new EnergyKernel().Gram(Matrix.Column([.. Points.Select(x => (double)x)])), Close.Kernel);
    }

    [Fact]
    public void Large_matrices_keep_their_negative_eigenvalues()
    {
        var points = Metrics.Sets.Normal(160, 2, 3);
        var problem = TrainingProblem.Of(new EnergyKernel(), points, 70, new Lsgan());
        Close.Relative(new Ode(1, 1e-12, 1e-12).Train(problem).Coefficients, new Exact(1).Train(problem).Coefficients, Close.Solver);
    }

    [Fact]
    public void A_kernel_without_definiteness_has_no_limit_and_says_so()
    {
        TrainingProblem Problem(Loss loss) => TrainingProblem.Of(new EnergyKernel(), Metrics.Sets.Normal(9, 2, 4), 4, loss);
        Assert.Contains("not positive semidefinite", Assert.Throws<UsageException>(() => new Exact(double.PositiveInfinity).Train(Problem(new Lsgan()))).Message);
        Assert.Contains("not positive semidefinite", Assert.Throws<NumericalException>(() => new Exact(1e6).Train(Problem(new Lsgan()))).Message);
        Assert.Contains("not positive semidefinite", Assert.Throws<UsageException>(() => new LambertApproximation().Train(Problem(new Vanilla()))).Message);
    }

    [Fact]
    public void Hinge_without_definiteness_is_right_where_it_is_defined_and_refuses_elsewhere()
    {
        var refusals = 0;
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var gram = new Matrix(9, 9, RandomMatrices.Normal(81, seed));
            for (var i = 0; i < 9; i++)
                for (var j = 0; j < i; j++) gram[i, j] = gram[j, i];
            var problem = new TrainingProblem(4, 5, () => gram, new Hinge());
            try
            {
                var exact = new Exact(2).Train(problem);
                var ode = new Ode(2, MaximumSteps: 2000).Train(problem);
                if (exact.Status == TrainingStatus.Converged && ode.Status == TrainingStatus.Converged)
                    Close.Relative(Values(gram, ode.Coefficients), Values(gram, exact.Coefficients), Close.DoubleRoot, scale: 1);
            }
            catch (UsageException refusal)
            {
                Assert.Contains("positive semidefinite", refusal.Message);
                refusals++;
            }
        }

        Assert.InRange(refusals, 1, 20);
    }

    [Fact]
    public void Vanilla_without_definiteness_follows_small_steps()
    {
        // Richardson's extrapolation of Euler steps, of second order.
        var problem = TrainingProblem.Of(new EnergyKernel(), Metrics.Sets.Normal(9, 2, 4), 4, new Vanilla());
        double[] Steps(int count) => new Euler(1, 1.0 / count).Train(problem).Coefficients;
        var (coarse, fine, finest) = (Steps(1000), Steps(2000), Steps(4000));
        double[] extrapolated = [.. finest.Select((c, p) => (8 * c - 6 * fine[p] + coarse[p]) / 3)];
        Close.Relative(extrapolated, new Exact(1).Train(problem).Coefficients, Close.Difference);
    }

    /// <summary>Singular Gram matrices: repeated points, also fake and real at once, and kernels of rank 2 and 0.</summary>
    public static TheoryData<string> Singular => ["repeated points", "rank 2", "both", "repeated once"];

    [Theory, MemberData(nameof(Singular))]
    public void The_null_space_does_not_drift_however_long_the_time(string name)
    {
        decimal[] points = name is "rank 2" or "repeated once" ? Points : [-1.5m, -0.25m, 0.5m, 0.5m, 1m, 0.5m, -1.5m, -2m, 1m];
        if (name == "repeated once") points = [.. points.Select((x, p) => p == 8 ? points[0] : x)];
        var gram = Gram((x, y) => name is "repeated points" or "repeated once" ? Math.Max(0, 1 - Math.Abs(x - y) / 3) : 0.5m + x * y / 4, points);
        var matrix = DecimalExponential.ToMatrix(gram);
        foreach (var normalisation in Enum.GetValues<Normalisation>())
        {
            var problem = new TrainingProblem(4, 5, () => matrix, new Lsgan(), normalisation);
            foreach (var time in Times)
            {
                var expected = DecimalExponential.Times(gram, Exact(gram, 4, (decimal)time, normalisation)).Select(f => (double)f).ToArray();
                Close.Relative(expected, Values(matrix, new Exact(time).Train(problem).Coefficients), Drift, scale: 1);
            }

            var limit = Values(matrix, new Exact(double.PositiveInfinity).Train(problem).Coefficients);
            foreach (var time in new[] { 1e14, 1e20, 1e300 }) Close.Relative(limit, Values(matrix, new Exact(time).Train(problem).Coefficients), Close.Solver, scale: 1);
        }
    }

    [Fact]
    public void Vanilla_does_not_drift_between_points_of_one_place()
    {
        // A fake on a target: its f is held at 0 by symmetry, whatever the time.
        var gram = Matrix.Of(new[,] { { 1, 1, .2 }, { 1, 1, .2 }, { .2, .2, 1 } });
        foreach (var time in new[] { 1, 100, 1000 })
        {
            var result = new Exact(time).Train(new(1, 2, () => gram, new Vanilla()));
            Assert.Equal(TrainingStatus.Converged, result.Status);
            var merged = new Ode(time, 1e-11, 1e-11).Train(new(1, 2, () => gram, new Vanilla()));
            Close.Relative(Values(gram, merged.Coefficients), Values(gram, result.Coefficients), Close.Solver, scale: 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1e4)]
    [InlineData(1e5)]
    public void Large_matrices_agree_with_the_decomposition_at_every_time(double time)
    {
        const int count = 330;
        var points = Metrics.Sets.Normal(count, 2, 7);
        var gram = new GaussianKernel(0.7).Gram(points);
        var matrix = new ScaledMatrix(gram, [.. Enumerable.Repeat(Math.Sqrt(1.0 / count), count)]);
        var (function, force) = (new ExponentialResponse(time), RandomMatrices.Normal(count, 8));
        var value = new SpectralMatrix(matrix).Apply(function, new(count, 1, force));
        Assert.InRange(value.Steps, 1, 119);

        // What is in no null space of a matrix of largest eigenvalue below 1 is known to about t 2^-52.
        Close.Relative(SymmetricEigen.Of(matrix.ToMatrix()).Apply(function.Value, force), value.Values.Array, Math.Max(Close.Kernel, Math.ScaleB(time, -52)));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(-8)]
    [InlineData(40)]
    public void A_kernel_of_another_scale_and_its_time_give_the_same_function(int exponent)
    {
        var gram = RandomMatrices.PositiveSemidefinite(11, 20, 5);
        var scaled = new Matrix(11, 11, [.. gram.Values.ToArray().Select(value => Math.ScaleB(value, exponent))]);
        foreach (var loss in Catalog.Members<Loss>().Select(member => (Loss)member.Example()))
        {
            foreach (FunctionSpaceTraining training in new FunctionSpaceTraining[] { new Exact(.6), new Ode(.6), new Euler(.6, .1) })
            {
                var other = training is Euler ? new Euler(Math.ScaleB(.6, -exponent), Math.ScaleB(.1, -exponent)) : training with { Time = Math.ScaleB(.6, -exponent) };
                var plain = training.Train(new(4, 7, () => gram, loss)).Coefficients;
                var own = other.Train(new(4, 7, () => scaled, loss)).Coefficients;
                Assert.Equal(plain, own.Select(value => Math.ScaleB(value, exponent)));
            }
        }
    }
}
