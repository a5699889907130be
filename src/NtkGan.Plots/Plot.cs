namespace NtkGan.Plots;

/// <summary>A kind of picture, drawn without any display and the same on every machine: fonts are embedded, numbers are written in
/// the invariant culture, and the same input gives the same PNG bytes.</summary>
[Family("plot")]
public abstract record Plot
{
    /// <summary>Height over width of most pictures.</summary>
    internal const double Proportion = 9 / 11.0;

    /// <summary>Sizes and colours.</summary>
    public PlotStyle Style { get; init; } = PlotStyle.Default;

    /// <summary>A small input that this plot draws, for galleries and tests.</summary>
    public abstract PlotData Sample();

    /// <summary>The plot, with its defaults, that suits some data best; among equals the first by name.</summary>
    /// <exception cref="UsageException">No plot draws such data.</exception>
    public static Plot For(PlotData data) => Catalog.Members<Plot>()
        .Select(member => (Plot)member.Example())
        .Where(plot => plot.FitOf(data) != Fit.None)
        .MaxBy(plot => plot.FitOf(data))
        ?? throw new UsageException($"No plot draws a {data.GetType().Name} of this shape; `ntkgan list plot` shows what each draws.");

    /// <summary>How well this plot suits some data.</summary>
    public abstract Fit FitOf(PlotData data);

    /// <summary>Draws the data.</summary>
    /// <returns>The bytes of a PNG, SVG or PDF file.</returns>
    /// <exception cref="UsageException">This plot does not draw such data.</exception>
    /// <exception cref="ArgumentException">Sizes within the data do not fit together.</exception>
    /// <exception cref="NumericalException">The data hold a NaN or an infinity.</exception>
    public byte[] Render(PlotData data, PictureFormat format)
    {
        if (FitOf(data) == Fit.None)
            throw new UsageException($"The plot {Catalog.NameOf(GetType())} does not draw a {data.GetType().Name} of this shape; {Catalog.NameOf(For(data).GetType())} does.");
        data.Check();
        using var figure = Draw(data);
        return figure.Encode(format);
    }

    /// <summary>Draws the data into a file, making its folder where needed. A file of that name is replaced in one step: a reader
    /// sees the old picture or the new one, never half of one.</summary>
    /// <param name="data">What to draw.</param>
    /// <param name="path">A path that ends in .png, .svg or .pdf.</param>
    /// <exception cref="UsageException">The path ends otherwise, or this plot does not draw such data.</exception>
    /// <exception cref="NumericalException">The data hold a NaN or an infinity.</exception>
    public void Save(PlotData data, string path)
    {
        var formats = Enum.GetValues<PictureFormat>().Where(f => path.EndsWith($".{f}", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (formats.Length == 0)
            throw new UsageException($"'{path}' names no picture format; end it in .png, .svg or .pdf.");
        PictureFile.Write(path, Render(data, formats[0]));
    }

    /// <summary>Draws the data into one file for each of several formats, side by side.</summary>
    /// <param name="data">What to draw.</param>
    /// <param name="stem">The path without an ending.</param>
    /// <param name="formats">Which; all if none is given.</param>
    /// <exception cref="UsageException">This plot does not draw such data.</exception>
    /// <exception cref="NumericalException">The data hold a NaN or an infinity.</exception>
    public void SaveAll(PlotData data, string stem, params IEnumerable<PictureFormat> formats)
    {
        PictureFormat[] chosen = [.. formats];
        foreach (var format in chosen.Length > 0 ? chosen : Enum.GetValues<PictureFormat>())
            PictureFile.Write($"{stem}.{format.ToString().ToLowerInvariant()}", Render(data, format));
    }

    /// <summary>A number that a person chose, refused outside its range.</summary>
    /// <exception cref="UsageException">The value lies outside [least, most].</exception>
    private protected static int Within(int value, int least, int most, string key) => value >= least && value <= most
        ? value
        : throw new UsageException(FormattableString.Invariant($"{key} must lie between {least} and {most}, not {value}."));

    /// <summary>The same of a number that need not be chosen.</summary>
    /// <exception cref="UsageException">The value lies outside [least, most].</exception>
    private protected static int? Within(int? value, int least, int most, string key) => value is { } number ? Within(number, least, most, key) : null;

    private protected abstract Figure Draw(PlotData data);
}

/// <summary>A plot of one kind of data.</summary>
public abstract record Plot<TData> : Plot where TData : PlotData
{
    /// <inheritdoc/>
    public sealed override Fit FitOf(PlotData data) => data is TData own ? FitOf(own) : Fit.None;

    /// <summary>How well this plot suits the shape of some data of its kind.</summary>
    protected abstract Fit FitOf(TData data);

    private protected sealed override Figure Draw(PlotData data) => Draw((TData)data);

    private protected abstract Figure Draw(TData data);
}
