using NtkGan.Architectures;
using NtkGan.Architectures.Layers;
using NtkGan.Experiments.Configuration;
using NtkGan.Kernels;

namespace NtkGan.Tests.Kernels.Positions;

/// <summary>Convolutional kernels in experiment files.</summary>
public class ShapeInFilesTests
{
    [Fact]
    public void Shapes_and_layers_are_read_and_written()
    {
        var kernel = Read("""
            kind: neural
            shape: { height: 8, width: 6, channels: 3 }
            architecture:
              kind: composed
              layers: [{ kind: convolution, filter: 4, stride: 2, padding: circular, bias_deviation: null }, relu, { kind: average_pooling, window: 2 }, flatten, { kind: dense, width: 1 }]
            """);
        var expected = new NeuralKernel(new Composed([new Convolution(Filter: 4, Stride: 2, Padding: Padding.Circular, BiasDeviation: null), new NtkGan.Architectures.Activations.Relu(),
            new AveragePooling(), new Flatten(), new Dense(1)]), Shape: new(8, 6, 3));
        Assert.Equal(expected, kernel);
        Assert.Equal(kernel, RecordReader.Read<Kernel>(RecordWriter.Write<Kernel>(kernel)));
    }

    [Fact]
    public void Designs_have_their_names()
    {
        Assert.Equal(new NeuralKernel(new GaNtkNetwork(GaNtkDesign.CnnCifar10)), Read("{ kind: neural, architecture: { kind: ga_ntk, design: cnn-cifar10 } }"));
        Assert.Equal(new NeuralKernel(new Dcgan(width: 64, layerNormalization: true)), Read("{ kind: neural, architecture: { kind: dcgan, width: 64, layer_normalization: true } }"));
    }

    [Theory]
    [InlineData("{ kind: neural, architecture: dcgan, shape: { height: 16, width: 16 } }", "does not fit")]
    [InlineData("{ kind: neural, architecture: dcgan, shape: { height: 0, width: 16 } }", "shape must have")]
    [InlineData("{ kind: neural, architecture: dcgan, shape: { hight: 16 } }", "height")]
    public void Shapes_that_do_not_fit_are_refused(string yaml, string part) => Assert.Contains(part, Assert.Throws<UsageException>(() => Read(yaml)).Message);

    private static Kernel Read(string yaml) => RecordReader.Read<Kernel>(YamlText.Parse(yaml, "kernel.yaml"));
}
