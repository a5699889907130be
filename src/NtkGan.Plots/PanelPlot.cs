namespace NtkGan.Plots;

/// <summary>A plot of one or several panels, each a <see cref="ScottPlot.Plot"/> that wears the style of all pictures: what to derive a plot of one's own from.
/// The title of the data stands above, as everywhere.</summary>
/// <typeparam name="TData">What it draws.</typeparam>
public abstract record PanelPlot<TData> : Plot<TData> where TData : PlotData
{
    /// <summary>How many panels some data take; they fill rows of equal size.</summary>
    protected virtual int Panels(TData data) => 1;

    /// <summary>Draws one panel: whatever ScottPlot draws, the names of the axes, and their limits.</summary>
    /// <param name="data">What to draw.</param>
    /// <param name="panel">Which panel, from 0.</param>
    /// <param name="plot">Receives the drawing; with colours, fonts and ticks of <see cref="Plot.Style"/>, limits around its content unless they are set.</param>
    protected abstract void Draw(TData data, int panel, ScottPlot.Plot plot);

    private protected sealed override Figure Draw(TData data)
    {
        var count = Panels(data);
        var figure = new Figure(Style, data, Figure.AspectOf(count, Style));
        var panels = figure.AddGrid(count);
        for (var p = 0; p < panels.Length; p++) Draw(data, p, panels[p].Plot);
        return figure;
    }
}
