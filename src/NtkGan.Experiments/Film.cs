using System.Globalization;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>The pictures of a run as one animation, made afterwards.</summary>
public static class Film
{
    private const int LastHundredths = 200;

    /// <summary>Puts the pictures of a run's steps behind each other, as GIF (256 colours, shown everywhere) and as animated PNG (all colours).</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="stem">Where to write; each file adds its ending.</param>
    /// <param name="hundredths">How long a picture is shown, in hundredths of a second; the last one for two seconds at least.</param>
    /// <returns>The files, and how many pictures each has.</returns>
    /// <exception cref="UsageException">The folder holds no run, or fewer than two pictures, or they differ in size.</exception>
    /// <exception cref="InvalidDataFormatException">A picture is broken.</exception>
    public static (IReadOnlyList<string> Paths, int Count) Save(string folder, string stem, int hundredths)
    {
        var pictures = FramesOf(folder);
        Animation[] films = [new AnimatedGif(), new AnimatedPng()];
        for (var i = 0; i < pictures.Count; i++)
        {
            var picture = File.ReadAllBytes(pictures[i]);
            foreach (var film in films) film.Add(picture, i == pictures.Count - 1 ? Math.Max(hundredths, LastHundredths) : hundredths);
        }

        foreach (var film in films) film.Save(stem + film.Ending);
        return ([.. films.Select(film => stem + film.Ending)], pictures.Count);
    }

    /// <summary>The files that <see cref="Save"/> writes.</summary>
    /// <param name="stem">Where.</param>
    public static IReadOnlyList<string> PathsOf(string stem) => [stem + new AnimatedGif().Ending, stem + new AnimatedPng().Ending];

    private static List<string> FramesOf(string folder)
    {
        if (!RunFiles.IsRun(folder)) throw new UsageException($"'{folder}' is not the folder of a run: it has no config.yaml and environment.json of one.");
        var frames = Path.Combine(folder, RunFiles.Frames);
        List<string> pictures = Directory.Exists(frames) ? [.. Directory.GetFiles(frames, "*.png").Where(path => long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out _)).OrderBy(path => long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))] : [];
        return pictures.Count > 1 ? pictures
            : throw new UsageException($"The run in '{folder}' has {(pictures.Count == 0 ? "no picture" : "one picture alone")} of its steps: run it with log.frames_every=N for a picture every N steps.");
    }
}
