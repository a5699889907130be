using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>Generated images and the real images nearest to each.</summary>
/// <param name="Title">Headline of the picture; empty for none.</param>
/// <param name="Samples">m x d.</param>
/// <param name="Real">n x d.</param>
/// <param name="Nearest">For each sample the nearest real rows, and their distances.</param>
/// <param name="Shape">How the pixels are arranged.</param>
/// <param name="Display">The values of black and of white.</param>
public sealed record ImageNeighbours(string Title, Matrix Samples, Matrix Real, NearestNeighbours Nearest, PointShape Shape, DisplayRange Display) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        if (Samples.Columns != Shape.Dimension || Real.Columns != Shape.Dimension) throw new ArgumentException($"Rows of {Samples.Columns} values are no images of {Shape.Height} x {Shape.Width} x {Shape.Channels}.");
        if (Nearest.Indices.Count != Samples.Rows) throw new ArgumentException($"{Nearest.Indices.Count} rows of neighbours do not fit {Samples.Rows} samples.");
        if (!Samples.IsFinite() || !Real.IsFinite()) throw new NumericalException("An image holds a NaN or an infinity.");
    }
}
