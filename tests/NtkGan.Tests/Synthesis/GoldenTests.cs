using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Synthesis;

/// <summary>Predictions, losses, gradients and descents computed with 40 digits, in both conventions.</summary>
public class GoldenTests
{
    private static readonly double[] Times = [16, 256, 4096, 65536, 131072, 262144];

    private static readonly double[][] RealScores =
    [
        [.020117971253894668, .035150765850712495, .039746811753684582, .032883047925920322, .033612690266786193, .02708699127092031],
        [.207838648887309, .3576785074954652, .40002344613640318, .32943871664221109, .33657263768943737, .27395066209720104],
        [.46652855160178971, .61252039816989666, .61022732155386275, .41018891602136707, .44228303500834327, .39109590809742151],
        [.96021260450398417, .97288140115003294, .94980466186910829, .025565069776221612, .059522446970265064, .03086247263500623],
        [.99666100490750301, .9984269887051439, .99492499247019911, .0019017771975576145, .0060544688856608437, .0019276892748134218],
        [.99997261025222815, .99999260712827131, .99995141432937473, 1.4118688225493331e-5, 5.7961576621855614e-5, 1.0386039533620399e-5],
    ];

    public static TheoryData<string, MatrixRoute> Routes
    {
        get
        {
            var data = new TheoryData<string, MatrixRoute>();
            foreach (var loss in new[] { "cross_entropy", "mse", "norm" })
                foreach (var route in new[] { MatrixRoute.Decomposition, MatrixRoute.Krylov }) data.Add(loss, route);
            return data;
        }
    }

    private static double[] Losses(string loss) => loss switch
    {
        "cross_entropy" => [.69323232269375616, .69405240099959231, .69784904084313269, .79624769812910429, .81176163429785865, .81324913406115903],
        "mse" => [.93919931102454991, .57524826453609465, .52010767082320796, .92637312335325684, .99347219360706396, .999945322096612],
        _ => [5.62896837439199, 2.8170043119858629, 1.6163444899128343, 2.7780870351541682, 2.9803154975740621, 2.9998350742234098],
    };

    private static SynthesisLoss Loss(string name) => name == "norm" ? new Norm(Squared: true) : (SynthesisLoss)Catalog.Find(typeof(SynthesisLoss), name).Example();

    [Fact]
    public void The_kernel_is_the_authors_dense_network()
    {
        var (a, b) = (Matrix.Of(new[,] { { .2, .7 } }), Matrix.Of(new[,] { { .9, .1 } }));
        Close.Relative(.64584824308196201, ProblemP.Fnn.Gram(a, b)[0, 0], Close.Kernel);
        Close.Relative(1.4791785662402842, ProblemP.FnnErf.Gram(a, b)[0, 0], Close.Kernel);
    }

    [Theory, MemberData(nameof(Routes))]
    public void Scores_and_losses_of_the_authors_convention(string loss, MatrixRoute route)
    {
        for (var k = 0; k < Times.Length; k++)
        {
            var objective = new SynthesisObjective(new SynthesisProblem([new SynthesisTerm(ProblemP.Fnn, new GivenLambda(Times[k] / 1200))], Loss(loss), Regularisation: 1e-5, Route: route), ProblemP.Real, 3);
            var value = objective.Evaluate(ProblemP.Synthetic);
            Close.Relative(Losses(loss)[k], value.Loss, Close.Kernel);
            for (var i = 0; i < 6; i++) Close.Relative(RealScores[k][i], value.Scores[i, 1], Close.Kernel, scale: 1);
            Close.Relative(RealScores[k][3..].Average(), value.SyntheticScore, Close.Kernel, scale: 1);
        }
    }

    [Fact]
    public void The_authors_training_time_is_converted()
    {
        var eigenvalues = ProblemP.Objective(new CrossEntropy(), 2).Spectrum(ProblemP.Synthetic);
        Close.Relative([0.042923883392096624, 0.055599151856584743, 0.095866860979662801, 0.19754902363847574, 0.75021751116282778, 5.0947629498255533],
            eigenvalues.Eigenvalues.ToArray(), Close.Kernel);
        Close.Relative(2 * 0.75021751116282778, eigenvalues.LambdaSecond, Close.Kernel);
        Close.Relative(0.0958668609796628 + 0.19754902363847574, eigenvalues.LambdaMedian, Close.Kernel);
        Assert.Equal([2.56, 2.5, 5.12, 4.0, 2.0 / 1.125], [
            new DirectTime(Rate: 4).Resolve(512, () => []), new PaperTime(0.05, 50).Resolve(6, () => []), new GeneratorTime().Resolve(6, () => []), new SpectrumLambda(2).Resolve(6, () => [0, 0.25, 0.75, 9]),
            new SecondEigenvalueLambda(2).Resolve(6, () => [0, 0.25, 0.75, 9])]); // 0.75 times 6/4 rows
    }

    [Theory]
    [InlineData(1, 1.2916023122631655)]
    [InlineData(10, 1.3203831394829083)]
    public void The_papers_norm(double lambda, double expected) =>
        Close.Relative(expected, ProblemP.Objective(new Norm(), lambda).Evaluate(ProblemP.Synthetic).Loss, Close.Kernel);

    [Theory]
    [InlineData(16, .693317586308)]
    [InlineData(256, .694987223780)]
    [InlineData(4096, .708645063406)]
    [InlineData(65536, 1.21905689811)]
    public void Cross_entropy_of_a_discriminator_trained_on_it(double time, double expected) =>
        Close.Relative(expected, ProblemP.Objective(new OdeCrossEntropy(), time / 1200).Evaluate(ProblemP.Synthetic).Loss, Close.Solver);

    public static TheoryData<string, double, double[]> Gradients => new()
    {
        { "cross_entropy", 16, [.0029540218594827, .0032464915078316, .0032194135482071, .0031269499028251, .003161378045572, .0029932557488607] },
        { "cross_entropy", 256, [.02949830311918, .031120415679909, .031718961737559, .030276143725159, .031489624889993, .02892494497961] },
        { "cross_entropy", 4096, [.025671879761264, .015099507494497, .019576231722973, .0156106333433, .027437400138068, .0096249860169716] },
        { "cross_entropy", 131072, [-.0011089013319759, -.000099856603653689, -.019101881979617, -.0013972924238294, .00021374297941974, -.0049945145748854] },
        { "mse", 131072, [-.0047162227283315, -.00037790442010385, -.082390571118711, -.0059745653314176, .00095284257685362, -.021529396312404] },
        { "norm", 1200, [.084454068676057, .06802405634024, .079313231497734, .068065915680481, .051999195914827, .030323517826895] },
        { "norm", 12000, [-.014647496404425, .014529701438227, -.1048660658087, -.05603109162789, -.020415687671632, -.14449773704586] },
    };

    [Theory, MemberData(nameof(Gradients))]
    public void Gradients_pass_through_the_whole_gram_matrix(string loss, double time, double[] expected)
    {
        foreach (var route in new[] { MatrixRoute.Decomposition, MatrixRoute.Krylov })
        {
            var objective = ProblemP.Objective((SynthesisLoss)Catalog.Find(typeof(SynthesisLoss), loss).Example(), time / 1200, route);
            Close.Relative((ReadOnlySpan<double>)expected, objective.Evaluate(ProblemP.Synthetic).Gradient.Values, Close.Gradient);
        }
    }

    [Theory]
    [InlineData(4096, new[] { .69784904084313269, .6956928299424925, .69422959604348623, .69325905114619592 }, 1.0)]
    [InlineData(131072, new[] { .81176163429785865, .81062577321702925, .80638741970726541, .81185838315198397 }, 2.0)]
    public void Descents(double time, double[] expected, double rate)
    {
        var descent = new SynthesisDescent(ProblemP.Objective(new CrossEntropy(), time / 1200), new GradientDescent(rate), Bounds.Unit);
        var state = descent.Start(ProblemP.Synthetic);
        foreach (var loss in expected)
        {
            var step = descent.Advance(state);
            Close.Relative(loss, step.Before.Loss, Close.Gradient);
            state = step.State;
        }

        Assert.Equal(4, state.Step);
    }

    [Fact]
    public void The_authors_step_of_1000_bounces_between_the_bounds()
    {
        var descent = new SynthesisDescent(ProblemP.Objective(new CrossEntropy(), 131072 / 1200.0), new GradientDescent(), Bounds.Unit);
        var first = descent.Advance(descent.Start(ProblemP.Synthetic));
        Close.Relative(Matrix.Of(new[,] { { 1, .5998566036537 }, { 1, 1 }, { .3862570205803, 1 } }), first.State.Samples, Close.Solver);
        Close.Relative(.80925649136132704, descent.Advance(first.State).Before.Loss, Close.Gradient);
    }

    [Fact]
    public void Copies_of_the_data_leave_the_offset_of_the_relative_regularisation()
    {
        var copies = ProblemP.Objective(new CrossEntropy(), 131072 / 1200.0).Evaluate(ProblemP.Real);
        Close.Relative(.6931473572812843, copies.Loss, Close.Kernel);
        Close.Relative(.5000007068853976, ProblemP.Objective(new MeanSquaredError(), 131072 / 1200.0).Evaluate(ProblemP.Real).Loss, Close.Kernel);
        for (var i = 0; i < 6; i++) Close.Relative(i < 3 ? .50059451046988447 : .49940548953011553, copies.Scores[i, 1], Close.Kernel);
    }

    [Theory]
    [InlineData(1, 8.1039139748103115)]
    [InlineData(2, 10.572348208884352)]
    public void Batch_wise_in_full(int size, double expected) =>
        Close.Relative(expected, ProblemP.Objective(new Norm(), 10, batching: new AllPairs(size)).Evaluate(ProblemP.Synthetic).Loss, Close.Kernel);

    [Fact]
    public void Two_kernels()
    {
        var problem = new SynthesisProblem([new SynthesisTerm(ProblemP.Fnn, new GivenLambda(10)), new SynthesisTerm(ProblemP.FnnErf, new GivenLambda(5))], new Norm());
        Close.Relative(2.5934690545420957, new SynthesisObjective(problem, ProblemP.Real, 3).Evaluate(ProblemP.Synthetic).Loss, Close.Kernel);
    }

    [Fact]
    public void Two_resolutions()
    {
        // A_ij = (8 i + j)/63 against 1 - A, 8 x 8 and pooled to 4 x 4.
        Matrix real = new(1, 64), sample = new(1, 64);
        for (var p = 0; p < 64; p++) (real[0, p], sample[0, p]) = (p / 63.0, 1 - p / 63.0);
        var network = new NeuralKernel(new GaNtkNetwork(GaNtkDesign.CnnCifar10));
        var problem = new SynthesisProblem([new SynthesisTerm(network, new GivenLambda(1)), new SynthesisTerm(network, new GivenLambda(2), Pooling: 2)], new Norm());
        var objective = new SynthesisObjective(problem, real, 1, new PointShape(8, 8));
        Close.Relative(2.0049733555580702, objective.Evaluate(sample).Loss, Close.Kernel);
        Close.Relative(CentralDifferences.Of(sample, z => objective.Evaluate(z).Loss), objective.Evaluate(sample).Gradient, Close.Difference);
    }
}
