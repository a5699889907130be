using Microsoft.ML.OnnxRuntime;
using NtkGan.Metrics.Features;
using NtkGan.Numerics;

namespace NtkGan.Onnx;

/// <summary>The first output of an ONNX model of one's own: one float32 input, images of n x channels x height x width, and n x k float32 features out,
/// any further axes flattened. A model of a fixed batch size is evaluated in such batches.</summary>
/// <param name="Path">The file.</param>
/// <param name="Batch">Images evaluated at a time, at least 1; of no effect where the model fixes it.</param>
[Named("onnx")]
public sealed record OnnxFeatures(string Path, int Batch = 64) : ModelFeatures(Path, Batch)
{
    /// <summary>A file in the current folder.</summary>
    public static OnnxFeatures Example => new("features.onnx");

    /// <inheritdoc/>
    protected override string Format => "ONNX";

    /// <inheritdoc/>
    protected override Matrix Evaluate(Matrix points, PointShape shape)
    {
        // On one thread, sums of features have one order.
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = Load(options);
        if (session.InputMetadata.Count != 1 || session.InputMetadata.Values.Single() is not { IsTensor: true } input || input.ElementType != typeof(float))
            throw Unfit(shape, $"it takes {session.InputMetadata.Count} inputs, of type {string.Join(", ", session.InputMetadata.Values.Select(value => value.ElementType?.Name ?? "no tensor"))}, not one of float32.");
        try
        {
            var own = input.Dimensions is [> 0 and var size, ..] ? size : 0;
            return InBatches(points, own > 0 ? own : Batch, images => Features(session, images, Math.Max(own, images.Rows), shape));
        }
        catch (OnnxRuntimeException failure)
        {
            throw Unfit(shape, failure.Message);
        }
    }

    private InferenceSession Load(SessionOptions options)
    {
        try
        {
            return new InferenceSession(Path, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new InvalidDataFormatException($"'{Path}' cannot be read as an ONNX model: {failure.Message.Split('\n')[0]}");
        }
    }

    // Rows that a fixed batch has beyond the images stay black and are dropped.
    private Matrix Features(InferenceSession session, Matrix images, int rows, PointShape shape)
    {
        var pixels = new float[rows * shape.Dimension];
        for (var i = 0; i < images.Rows; i++)
        {
            var row = images.Row(i);
            var image = pixels.AsSpan(i * shape.Dimension, shape.Dimension);
            for (var p = 0; p < shape.Height * shape.Width; p++)
                for (var c = 0; c < shape.Channels; c++) image[c * shape.Height * shape.Width + p] = (float)row[p * shape.Channels + c];
        }

        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [rows, shape.Channels, shape.Height, shape.Width]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, session.InputNames, [input], [session.OutputNames[0]]);
        var features = outputs[0].GetTensorDataAsSpan<float>();
        if (outputs[0].GetTensorTypeAndShape().Shape is not [var count, ..] || count != rows || features.IsEmpty)
            throw Unfit(shape, $"it does not give one row of features for each of {rows} images.");
        var result = new Matrix(images.Rows, features.Length / rows);
        for (var i = 0; i < result.Values.Length; i++) result.Values[i] = features[i];
        return result;
    }
}
