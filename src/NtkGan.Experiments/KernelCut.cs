using NtkGan.Data.Files;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>A kernel k(x, p) of numbers x on the line, with its slope in x: a kink is a place where the slope jumps.</summary>
/// <param name="Name">What the kernel is called.</param>
/// <param name="Values">k(x, p) at the positions.</param>
/// <param name="Slopes">(d/dx) k(x, p) at the positions.</param>
/// <param name="JumpAtAnchor">By how much the slope jumps at x = p.</param>
/// <param name="JumpAtOrigin">By how much it jumps at x = 0; null where p = 0 itself.</param>
public sealed record KernelCut(string Name, ValueList<double> Values, ValueList<double> Slopes, double JumpAtAnchor, double? JumpAtOrigin)
{
    private const int Places = 400;

    private const double Reach = 2, Beside = 1e-7;

    /// <summary>Cuts a kernel.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="anchor">p, finite.</param>
    public static KernelCut Of(string name, Kernel kernel, double anchor)
    {
        var (line, point, size) = (Matrix.Column(Positions(anchor)), Matrix.Column(anchor), Size(anchor));
        kernel = kernel.For(new PointShape(1));
        double[] SlopesAt(Matrix places) => kernel.Pullback(places, point, Ones(places.Rows)).Values.ToArray();
        double Jump(double place) => SlopesAt(Matrix.Column(place - Beside * size, place + Beside * size)) is [var left, var right] ? right - left : 0;
        return new(name, kernel.Gram(line, point).Values.ToArray(), SlopesAt(line), Jump(anchor), anchor == 0 ? null : Jump(0));
    }

    /// <summary>Writes the cuts as .png, .svg and .pdf, and the arrays positions, values and slopes (a column for each kernel) as .npz.</summary>
    /// <param name="path">A path; each file adds its ending.</param>
    /// <param name="cuts">The cuts, at least one, all at one p.</param>
    /// <param name="anchor">p.</param>
    /// <param name="style">How the picture looks.</param>
    public static void Save(string path, IReadOnlyList<KernelCut> cuts, double anchor, PlotStyle style)
    {
        var positions = Positions(anchor);
        var line = new KernelLine("Kernels along a line, and their slopes", positions, [.. cuts.Select(cut => new Curve(cut.Name, cut.Values))], anchor == 0 ? [0] : [0, anchor], "x", "k(x, p)",
            [.. cuts.Select(cut => new Curve(cut.Name, cut.Slopes))]);
        new PictureWriter(style, FormattableString.Invariant($"points of one coordinate, p = {anchor}; dotted: p and the origin")).Save(line, path);
        Matrix Columns(Func<KernelCut, ValueList<double>> of) => new Matrix(cuts.Count, Places, [.. cuts.SelectMany(of)]).Transpose();
        NumpyArchive.Write($"{path}.npz", new Dictionary<string, NumpyArray>
        {
            ["positions"] = NumpyArray.Of(Matrix.Column(positions)),
            ["values"] = NumpyArray.Of(Columns(cut => cut.Values)),
            ["slopes"] = NumpyArray.Of(Columns(cut => cut.Slopes)),
        });
    }

    // Centres of cells, so that neither p nor the origin is among them: a slope at a kink is the mean of both sides.
    private static double[] Positions(double anchor) => new AxisRange(-Reach * Size(anchor), Reach * Size(anchor)).Centres(Places);

    private static double Size(double anchor) => anchor == 0 ? 1 : Math.Abs(anchor);

    private static Matrix Ones(int count) => Matrix.Column([.. Enumerable.Repeat(1.0, count)]);
}
