using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Tests.Contracts;

namespace NtkGan.Tests.Kernels;

/// <summary>Blocks of pairs are evaluated in the buffers of their thread: what is allocated once a thread is allocated before the second row.</summary>
public class RowAllocationTests
{
    public static TheoryData<Kernel> Kernels =>
    [
        new NeuralKernel(new Mlp(biasDeviation: 1)),
        new NeuralKernel(new Mlp([new Erf()], hiddenLayers: 2, biasDeviation: 0.5)),
        new NeuralKernel(new Resnet()),
        new NeuralKernel(new Composed([new Dense(), new ParallelSum([new Series([new Relu(), new Dense()]), new Series([])]), new Relu(), new Dense()])),
        new ReluNetworkKernel(3),
        new GaussianKernel(),
    ];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Rows_allocate_nothing(Kernel kernel)
    {
        var (x, y) = (KernelContractTests.RandomPoints(20, 1), KernelContractTests.RandomPoints(RowEvaluator.BlockSize, 2));
        var evaluator = kernel.Evaluators(x, y)();
        var (values, cotangent, gradient) = (new double[y.Rows], new double[y.Rows], new double[x.Columns]);
        Array.Fill(cotangent, 1);
        Rows();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rows();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Rows()
        {
            for (var i = 0; i < x.Rows; i++)
            {
                evaluator.Values(i, 0, values);
                evaluator.Pull(i, 0, cotangent, values, gradient);
            }
        }
    }
}
