using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Experiments;

/// <summary>Data far from the origin: what the kernel of a network loses there is said.</summary>
public class FarPointsTests
{
    private static Matrix At(double offset)
    {
        var points = new Matrix(40, 2, RandomMatrices.Normal(80, 1));
        foreach (ref var value in points.Values) value += offset;
        return points;
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1e4, false)]
    [InlineData(1e6, true)]
    [InlineData(1e8, true)]
    public void The_kernel_of_a_network_says_when_distances_drown(double offset, bool isSaid)
    {
        var smooth = new NeuralKernel(new Mlp([new Gelu()]));
        Assert.Equal(isSaid, FarPoints.NoteOn(new NeuralKernel(new Mlp()), At(offset), usesGram: true) is not null);
        Assert.Equal(isSaid, FarPoints.NoteOn(smooth, At(offset), usesGram: false) is not null);
        Assert.Null(FarPoints.NoteOn(new NeuralKernel(new Mlp()), At(offset), usesGram: false));
        Assert.Null(FarPoints.NoteOn(new GaussianKernel(), At(offset), usesGram: true));
        Assert.Null(FarPoints.NoteOn(smooth, At(offset).Take([0]), usesGram: true));
        Assert.Null(FarPoints.NoteOn(smooth, At(offset).Take([0, 0]), usesGram: true));
    }

    [Fact]
    public void What_is_said_is_so()
    {
        // The feature distance of two points against the same moved to the origin, under a kernel that is a function of differences there: linear.
        var kernel = new NeuralKernel(new Composed([new NtkGan.Architectures.Layers.Dense()]), KernelKind.Nngp);
        double Distance(double offset)
        {
            var gram = kernel.Gram(At(offset).Take([0, 1]));
            return gram[0, 0] + gram[1, 1] - 2 * gram[0, 1];
        }

        Assert.True(Math.Abs(Distance(1e8) / Distance(0) - 1) > 1e-2);
        Assert.True(Math.Abs(Distance(1e3) / Distance(0) - 1) < 1e-6);
    }

    [Fact]
    public void A_flow_says_it_in_its_notes()
    {
        bool Says(Loss loss, GameGradient gradient) => new ParticleFlowExperiment(Source: new(new Gaussian(2, [1e8]), 10), Target: new(new Gaussian(2, [1e8]), 10),
            Kernel: new NeuralKernel(new Mlp()), Loss: loss, Gradient: gradient, Flow: new(new ExplicitEuler(1e-3), Iterations: 1), Metrics: []).Start()
            .StepNotes.Texts.Any(note => note.Contains("centre the data", StringComparison.Ordinal));
        Assert.True(Says(new Lsgan(), new Frozen()));
        Assert.True(Says(new Ipm(), new ThroughTraining()));
        Assert.False(Says(new Ipm(), new Frozen()));
    }
}
