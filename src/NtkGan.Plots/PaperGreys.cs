using ScottPlot;

namespace NtkGan.Plots;

/// <summary>From a middle grey (low) to white (high): black marks stand out on all of it.</summary>
internal sealed class PaperGreys : IColormap
{
    private const double Darkest = 0.5;

    public string Name => "greys on paper";

    public Color GetColor(double position)
    {
        var brightness = (byte)Math.Round(255 * (Darkest + (1 - Darkest) * Math.Clamp(position, 0, 1)));
        return new Color(brightness, brightness, brightness);
    }
}
