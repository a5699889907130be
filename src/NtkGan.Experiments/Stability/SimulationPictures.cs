using NtkGan.Plots;

namespace NtkGan.Experiments.Stability;

/// <summary>The pictures of a simulation: distances of all games as curves, the spread of the points, their paths, the paths in motion, and the images that points are.</summary>
internal sealed class SimulationPictures(StabilitySimulationExperiment settings, IReadOnlyList<Variant> variants, IReadOnlyList<SimulatedGame> games)
{
    private const int MostPaths = 12, MostAnimations = 4, Frames = 60;

    // Of a film, which shows on a screen.
    private static readonly PlotStyle Small = new("10.8 cm", "8.4 cm", FontSize: 6.5);

    /// <summary>Draws all of them beside a path that ends in .png.</summary>
    public void Save(string path, bool withAnimation)
    {
        var stem = path[..^".png".Length];
        var curves = Curves();
        settings.Pictures.Save(curves, path, isResult: withAnimation);
        if (withAnimation) new SpreadPictures(games, settings.Pictures).Save(path);
        var shown = games.Where(game => game.Trial == 0).ToList();
        if (shown.Count > MostPaths) return;
        for (var g = 0; g < shown.Count; g++)
        {
            var number = shown.Count == 1 ? "" : FormattableString.Invariant($"-{g + 1}");
            SaveImages(shown[g], $"{stem}-images{number}.png");
            var name = $"{stem}-paths{number}";
            var paths = Paths(shown[g]);
            settings.Pictures.Save(paths, $"{name}.png", isResult: withAnimation);
            if (!withAnimation || shown.Count > MostAnimations || paths.Times.Count < 2) continue;
            foreach (var film in Animate(paths)) film.Save(name + film.Ending);
        }
    }

    private CurveSheet Curves()
    {
        var names = variants.Select(variant => variant.Curve).Distinct().ToList();
        PlacedCurve Curve(SimulatedGame game, string name, int column, int colour, int model = 0) =>
            new(name, [.. game.Series.Select(row => row[0])], [.. game.Series.Select(row => row[column])], colour, model);
        var panels = variants.GroupBy(variant => variant.Panel).Select(alike => new CurvePanel(alike.Key,
        [
            .. from game in games where alike.Contains(game.Variant)
               let colour = names.Count == 1 ? game.Trial : names.IndexOf(game.Variant.Curve)
               from curve in settings.Models.Select((model, m) => Curve(game, Catalog.SnakeCase(model.ToString()).Replace('_', ' ') + " model", 4 + m, names.Count == 1 ? 1 + m : colour, 1 + m))
                   .Prepend(Curve(game, names.Count == 1 ? settings.Trials == 1 ? "simulated" : FormattableString.Invariant($"trial {game.Trial + 1}") : game.Variant.Curve, 1, colour))
               select curve,
        ]));
        return new(games.Count == 1 ? $"Distance of the generated from the true points: {games[0].RegimeInWords}" : "Distance of the generated from the true points", "update", "W\u2082\u00b2", [.. panels]);
    }

    private void SaveImages(SimulatedGame game, string path)
    {
        var data = game.Variant.Scene.Real.Data;
        if (data.Shape is not { IsImage: true, Channels: 1 or 3 } shape) return;
        var frame = new FlowFrame(game.Title, (long)game.Series[^1][0], null, game.Generated, game.Real, new(game.Generated.Rows, shape.Dimension), _ => [], Shape: shape, Display: data.Display, Legend: "generated points");
        settings.Pictures.Save(frame, path, isResult: false, new FlowFrameImages(Nearest: true) { Style = settings.Figure, Aspect = 0.52 });
    }

    private static PointPaths Paths(SimulatedGame game) => new(game.Title, game.Shown(game.Targets), game.Configuration.Real.Masses,
        [.. game.Series.Select(row => row[0])], [.. game.Path.Select(game.Shown)], game.IsProjected);

    // The start is shown a little longer than the rest, the end for two seconds.
    private Animation[] Animate(PointPaths paths)
    {
        Animation[] films = [new AnimatedGif(), new AnimatedPng()];
        var plot = Plot.For(paths) with { Style = new(Small.Width, Small.Height, Small.Dpi, Small.FontSize, settings.Figure.Theme) };
        var count = Math.Min(Frames, paths.Times.Count);
        for (var f = 0; f < count; f++)
        {
            var shown = 1 + (int)((long)f * (paths.Times.Count - 1) / Math.Max(1, count - 1));
            var frame = paths with { Shown = shown, Title = FormattableString.Invariant($"{paths.Title}, update {paths.Times[shown - 1]}") };
            var picture = plot.Render(settings.Pictures.Captioned(frame), PictureFormat.Png);
            foreach (var film in films) film.Add(picture, f == count - 1 ? 200 : f == 0 ? 40 : 7);
        }

        return films;
    }
}
