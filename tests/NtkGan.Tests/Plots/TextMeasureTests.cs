using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

/// <summary>Text in lines.</summary>
public class TextMeasureTests
{
    private const string Words = "kernel neural (architecture mlp (bias deviation 1)), loss ipm, discriminator exact, n = 500 particles on 500 targets, eight gaussians, mover euler, seed 1";

    [Theory]
    [InlineData(1000)]
    [InlineData(600)]
    [InlineData(333)]
    public void Lines_fit_and_are_even(float room)
    {
        var (lines, whole) = (TextMeasure.Lines(Words, 12, room), TextMeasure.Width(Words, 12));
        Assert.Equal(Words, string.Join(' ', lines));
        Assert.All(lines, line => Assert.InRange(TextMeasure.Width(line, 12), whole / lines.Count / 2, room));
    }
}
