using NtkGan.Numerics;

namespace NtkGan.Metrics.Features;

/// <summary>The outputs of a model of one's own, from a file: float32 images of n x channels x height x width in, n x k features out.</summary>
/// <param name="Path">The file.</param>
/// <param name="Batch">Images evaluated at a time, at least 1.</param>
public abstract record ModelFeatures(string Path, int Batch) : FeatureMap
{
    /// <summary>Images evaluated at a time.</summary>
    public int Batch { get; init => field = Require.AtLeast(1, value, nameof(Batch)); } = Require.AtLeast(1, Batch);

    /// <inheritdoc/>
    public sealed override Matrix Of(Matrix points, PointShape shape)
    {
        if (!File.Exists(Path)) throw new UsageException($"There is no {Format} file '{Path}': give the path of a model that was saved as {Format}.");
        try
        {
            return Evaluate(points, shape);
        }
        catch (Exception failure) when (failure is not (InvalidDataFormatException or OperationCanceledException or OutOfMemoryException or DllNotFoundException or TypeInitializationException))
        {
            // The readers of models throw what they like at broken ones.
            throw Unfit(shape, failure.Message);
        }
    }

    /// <summary>The name of the file format.</summary>
    protected abstract string Format { get; }

    /// <summary>The features, one row for each point; the file is there.</summary>
    protected abstract Matrix Evaluate(Matrix points, PointShape shape);

    /// <summary>The points in batches, each with the features of its images below those of the batches before.</summary>
    protected static Matrix InBatches(Matrix points, int batch, Func<Matrix, Matrix> evaluate) =>
        Enumerable.Range(0, points.Rows).Chunk(batch).Select(rows => evaluate(points.Take(rows))).Aggregate((above, below) => above.Above(below));

    /// <summary>That the model cannot be evaluated on such images.</summary>
    protected InvalidDataFormatException Unfit(PointShape shape, string reason) =>
        new($"The {Format} file '{Path}' cannot be evaluated on images of {shape.Height} x {shape.Width} x {shape.Channels}: {reason.Split('\n')[0]}");
}
