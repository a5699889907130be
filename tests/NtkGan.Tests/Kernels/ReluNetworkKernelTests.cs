using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>The ReLU kernels of the kernel-discriminator papers, whose inner products are not divided by the dimension.</summary>
public class ReluNetworkKernelTests
{
    private static readonly Matrix X = Matrix.Of(new[,] { { 1, .5 } }), Y = Matrix.Of(new[,] { { .3, -.8 } });

    [Theory]
    [InlineData(1, -.1, -.1)]
    [InlineData(2, .25573272851765, .20907106516071)]
    [InlineData(3, .44289421149102, .56546588375541)]
    [InlineData(4, .55882114484861, .92832930319808)]
    public void Values(int depth, double nngp, double ntk)
    {
        Close.Relative(nngp, new ReluNetworkKernel(depth).Gram(X, Y)[0, 0], Close.Kernel, 1);
        Close.Relative(ntk, new ReluNetworkKernel(depth, KernelKind.Ntk).Gram(X, Y)[0, 0], Close.Kernel, 1);
    }

    [Theory]
    [InlineData(2, KernelKind.Nngp, .3819005036, -.2523355501)]
    [InlineData(3, KernelKind.Nngp, .4582690789, -.0307497348)]
    [InlineData(4, KernelKind.Nngp, .5149862904, .0876697088)]
    [InlineData(2, KernelKind.Ntk, .509153098, -.600164066)]
    [InlineData(3, KernelKind.Ntk, .769590194, -.408248620)]
    public void Gradients(int depth, KernelKind variant, double first, double second)
    {
        var gradient = new ReluNetworkKernel(depth, variant).Pullback(X, Y, Matrix.Column(1));
        Close.Relative(Matrix.Of(new[,] { { first, second } }), gradient, Close.Solver, 1);
    }

    [Fact]
    public void A_layer_keeps_the_norm_and_the_zero_vector_has_none()
    {
        foreach (var depth in new[] { 1, 2, 5 })
        {
            var kernel = new ReluNetworkKernel(depth);
            Close.Relative(1.25, kernel.Diagonal(X)[0], Close.Kernel);
            var zero = new Matrix(1, 2);
            Assert.Equal(0, kernel.Gram(zero, X)[0, 0]);
            Assert.Equal(0, kernel.Gram(zero)[0, 0]);
            Assert.True(kernel.Pullback(zero, X, Matrix.Column(1)).IsFinite());
        }

        Assert.Throws<UsageException>(() => new ReluNetworkKernel(0));
    }

    [Fact]
    public void A_changed_copy_is_the_kernel_that_it_says()
    {
        var changed = new ReluNetworkKernel(4) with { Depth = 3, Variant = KernelKind.Ntk };
        Assert.Equal(new ReluNetworkKernel(3, KernelKind.Ntk).Gram(X, Y)[0, 0], changed.Gram(X, Y)[0, 0]);
        Assert.Equal(new ReluNetworkKernel(3, KernelKind.Ntk), changed);
        Assert.Throws<UsageException>(() => changed with { Depth = 0 });
    }

    [Fact]
    public void Depth_has_a_limit_and_none_before()
    {
        Assert.Contains("1 to 100000", Assert.Throws<UsageException>(() => new ReluNetworkKernel(1_000_000_000)).Message);
        Close.Relative(1.25, new ReluNetworkKernel(3000).Diagonal(X)[0], Close.Kernel);
    }
}
