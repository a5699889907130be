using System.Runtime.InteropServices;
using NtkGan.Metrics.Features;
using NtkGan.Numerics;
using TorchSharp;

namespace NtkGan.Torch;

/// <summary>The outputs of a model of one's own, saved with <c>torch.jit.save</c>: float32 images of n x channels x height x width in, n x k features out.
/// Only load files that you trust: a TorchScript file is a program.</summary>
/// <param name="Path">The file.</param>
/// <param name="Batch">Images evaluated at a time, at least 1.</param>
[Named("torch_script")]
public sealed record TorchScriptFeatures(string Path, int Batch = 64) : ModelFeatures(Path, Batch)
{
    /// <summary>A file in the current folder.</summary>
    public static TorchScriptFeatures Example => new("features.pt");

    /// <inheritdoc/>
    protected override string Format => "TorchScript";

    /// <inheritdoc/>
    protected override Matrix Evaluate(Matrix points, PointShape shape)
    {
        TorchThreads.UseOwn();
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        try
        {
            using var model = torch.jit.load<torch.Tensor, torch.Tensor>(Path);
            model.eval();
            return InBatches(points, Batch, images => Features(model, images, shape));
        }
        catch (ExternalException failure)
        {
            throw Unfit(shape, failure.Message);
        }
    }

    private Matrix Features(torch.jit.ScriptModule<torch.Tensor, torch.Tensor> model, Matrix images, PointShape shape)
    {
        var pixels = Tensors.Of(images).reshape(images.Rows, shape.Height, shape.Width, shape.Channels).permute(0, 3, 1, 2).contiguous().to(torch.float32);
        var features = model.forward(pixels).to(torch.float64).flatten(1).contiguous();
        if (features.shape[0] != images.Rows) throw Unfit(shape, $"it does not give one row of features for each of {images.Rows} images.");
        return new((int)features.shape[0], (int)features.shape[1], features.data<double>().ToArray());
    }
}
