namespace NtkGan.Plots;

/// <summary>Several pairs of axes with curves, to be compared: a row after a row.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Across">Name of the horizontal axes.</param>
/// <param name="Up">Name of the vertical axes.</param>
/// <param name="Panels">The pairs of axes, at least one.</param>
/// <param name="IsLogarithmic">Whether the vertical axes are logarithmic; values of 0 or below are gaps there.</param>
/// <param name="Columns">Panels in a row; chosen by their number if not given.</param>
public sealed record CurveSheet(string Title, string Across, string Up, ValueList<CurvePanel> Panels, bool IsLogarithmic = true, int? Columns = null) : PlotData(Title)
{
    /// <inheritdoc/>
    public override void Check()
    {
        if (Panels.Count == 0 || Columns < 1) throw new ArgumentException("A sheet of curves needs at least one panel and column.");
        foreach (var curve in Panels.SelectMany(panel => panel.Curves))
        {
            if (curve.X.Count != curve.Y.Count) throw new ArgumentException($"The curve '{curve.Name}' has {curve.Y.Count} values at {curve.X.Count} places.");
            if (!curve.X.All(double.IsFinite)) throw new NumericalException($"The curve '{curve.Name}' has a place that is NaN or infinite.");
        }
    }
}

/// <summary>One pair of axes.</summary>
/// <param name="Name">Its heading; may be empty.</param>
/// <param name="Curves">The curves.</param>
public sealed record CurvePanel(string Name, ValueList<PlacedCurve> Curves);

/// <summary>A curve with places of its own.</summary>
/// <param name="Name">Name in the legend, where equal names and styles are listed once.</param>
/// <param name="X">Places, in the order in which the curve runs.</param>
/// <param name="Y">Values; NaN or an infinity is a gap.</param>
/// <param name="Colour">Number of its colour.</param>
/// <param name="Model">0 for what was observed; else the number of a model beside it, which gives the pattern of the line. In the legend a model stands once,
/// without its colour.</param>
public sealed record PlacedCurve(string Name, ValueList<double> X, ValueList<double> Y, int Colour, int Model = 0);
