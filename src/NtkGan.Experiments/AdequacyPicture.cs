using NtkGan.Data.Files;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>The paper's pictures of adequacy, with their numbers.</summary>
/// <param name="data">What is drawn.</param>
/// <param name="arrays">The numbers, by name.</param>
public sealed class AdequacyPicture(PlotData data, IReadOnlyDictionary<string, Matrix> arrays)
{
    /// <summary>What is drawn.</summary>
    public PlotData Data { get; } = data;

    /// <summary>The numbers, by name.</summary>
    public IReadOnlyDictionary<string, Matrix> Arrays { get; } = arrays;

    private const double From = -3, To = 3, PlaneMargin = 0.2;

    /// <summary>Points of a grid line.</summary>
    public const int Points = 100;

    /// <summary>The grid of the line, [-3, 3] in 100 points.</summary>
    public static Matrix Line => Matrix.Column([.. Enumerable.Range(0, Points).Select(i => From + (To - From) * i / (Points - 1))]);

    /// <summary>Curves of c(f) on the line, one network of each width and the limit.</summary>
    /// <param name="adequacy">The networks and their limit.</param>
    /// <param name="widths">The widths.</param>
    /// <param name="seed">The seed of the networks.</param>
    /// <param name="title">Headline of the picture.</param>
    /// <exception cref="UsageException">The points are not on a line.</exception>
    public static AdequacyPicture OnLine(Adequacy adequacy, IReadOnlyList<int> widths, ulong seed, string title)
    {
        Dimension(adequacy, 1);
        var line = Line;
        var arrays = Common(adequacy, line);
        var curves = widths.Select(width =>
        {
            var costs = adequacy.Finite(width, seed, line).Costs;
            arrays[FormattableString.Invariant($"width_{width}")] = Column(costs);
            return new Curve(FormattableString.Invariant($"{width}"), costs);
        }).ToList();
        var limit = adequacy.Limit(line).Costs;
        arrays["infinite"] = Column(limit);
        return new(new WidthCurves(title, line.Values.ToArray(), [.. curves], new("infinite width", limit), adequacy.Inputs.Values.ToArray(), adequacy.Targets.Values.ToArray()), arrays);
    }

    /// <summary>Landscapes of c(f) in the plane, of the architecture's own width and of the limit.</summary>
    /// <exception cref="UsageException">The points are not in the plane.</exception>
    public static AdequacyPicture InPlane(Adequacy adequacy, ulong seed, string title)
    {
        Dimension(adequacy, 2);
        var all = adequacy.Inputs.Above(adequacy.Targets).Transpose();
        AxisRange x = AxisRange.Around(all.Row(0), PlaneMargin), y = AxisRange.Around(all.Row(1), PlaneMargin);
        var span = Math.Max(x.Span, y.Span);
        double[] Line(AxisRange range) => [.. Enumerable.Range(0, Points).Select(i => range.Middle + span * (i / (Points - 1.0) - 0.5))];
        var (across, up) = (Line(x), Line(y));
        var grid = new Matrix(Points * Points, 2);
        for (var i = 0; i < grid.Rows; i++) (grid[i, 0], grid[i, 1]) = (across[i % Points], up[i / Points]);
        var arrays = Common(adequacy, grid);
        Landscape Of(string name, string array, AdequacyReading reading)
        {
            (arrays[array], arrays[$"{array}_velocities"]) = (Column(reading.Costs), reading.Velocities);
            return new(name, new Matrix(Points, Points, [.. reading.Costs]), reading.Velocities);
        }

        var (finite, limit) = (Of("finite width", "finite", adequacy.Finite(null, seed, grid)), Of("infinite width", "infinite", adequacy.Limit(grid)));
        return new(new LandscapePair(title, across, up, finite, limit, adequacy.Inputs, adequacy.Targets), arrays);
    }

    /// <summary>The picture with the errors of many networks beside their functions, where there are two widths or more of them.</summary>
    /// <param name="errors">How far networks of each width are from the limit.</param>
    public AdequacyPicture With(IReadOnlyList<WidthError> errors) => Data is WidthCurves curves && errors.Count > 1
        ? new(curves with { Errors = [.. errors.Select(error => new NetworkErrors(error.Width, error.Each))] }, Arrays) : this;

    /// <summary>Writes the picture as .png, .svg and .pdf and the numbers as .npz.</summary>
    /// <param name="path">A path; each file adds its ending.</param>
    /// <param name="experiment">Says how the picture looks, and what it is of.</param>
    public void Save(string path, Experiment experiment)
    {
        experiment.Pictures.Save(Data, path);
        NumpyArchive.Write($"{path}.npz", Arrays.ToDictionary(pair => pair.Key, pair => NumpyArray.Of(pair.Value)));
    }

    private static Matrix Column(ValueList<double> values) => Matrix.Column([.. values]);

    private static void Dimension(Adequacy adequacy, int dimension)
    {
        if (adequacy.Inputs.Columns != dimension)
            throw new UsageException($"This picture of adequacy needs points of dimension {dimension}, not {adequacy.Inputs.Columns}: name other data.");
    }

    private static Dictionary<string, Matrix> Common(Adequacy adequacy, Matrix queries) =>
        new() { ["queries"] = queries, ["inputs"] = adequacy.Inputs, ["targets"] = adequacy.Targets };
}
