using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Points in the plane, distributed as the darkness of a picture. A pixel's weight is the picture's brightest level minus its own; pixel
/// (row r, column c) of w x h has its centre at (l_0 + s_0 (-1 + 2c/(w-1)), l_1 + s_1 (1 - 2r/(h-1))); a point is the centre of a random pixel plus
/// Gaussian jitter of standard deviation (s_0/w, s_1/h). Franceschi et al. 2022, the toolkit's image densities.</summary>
public abstract record PixelDensity : EndlessDataSet
{
    private static readonly Deferred<PixelDensity, (GreyImage Image, long[] Cumulative)> Pixels = new(density => density.Weigh());

    /// <summary>A density over a rectangle.</summary>
    /// <param name="location">l, the middle of the picture: two numbers, or one for both coordinates; 0 if null.</param>
    /// <param name="scale">s, half the width and half the height, above 0: two numbers, or one for both; 1 if null.</param>
    /// <exception cref="UsageException">A number is not finite, a scale is not above 0, or there are other than one or two.</exception>
    protected PixelDensity(ValueList<double>? location, ValueList<double>? scale)
    {
        Location = location!;
        Scale = scale!;
    }

    /// <inheritdoc/>
    public sealed override int Dimension => 2;

    /// <summary>The middle of the picture.</summary>
    public ValueList<double> Location { get; init => field = PerCoordinate.Checked(value, 0, 2, nameof(Location)); }

    /// <summary>Half the width and half the height.</summary>
    public ValueList<double> Scale { get; init => field = Halves(value); }

    private static ValueList<double> Halves(ValueList<double>? scale)
    {
        var halves = PerCoordinate.Checked(scale, 1, 2, nameof(Scale));
        foreach (var half in halves) Require.Positive(half, nameof(Scale));
        return halves;
    }

    /// <summary>The picture; asked for once.</summary>
    protected abstract GreyImage Load();

    /// <inheritdoc/>
    protected sealed override void DrawPoint(Span<double> point, CounterRandom random)
    {
        var (image, cumulative) = Pixels.Of(this);

        // The first pixel whose cumulative weight exceeds a uniform number below the total: pixels of weight 0 are never chosen.
        var threshold = (long)(random.NextUniform() * cumulative[^1]);
        var (low, high) = (0, cumulative.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cumulative[middle] > threshold) high = middle;
            else low = middle + 1;
        }

        point[0] = Location.At(0) + Scale.At(0) * (GreyImage.Abscissa(low % image.Width, image.Width) + random.NextNormal() / image.Width);
        point[1] = Location.At(1) + Scale.At(1) * (-GreyImage.Abscissa(low / image.Width, image.Height) + random.NextNormal() / image.Height);
    }

    private (GreyImage, long[]) Weigh()
    {
        var image = Load();
        var levels = image.Levels;
        var (cumulative, total, brightest) = (new long[levels.Length], 0L, 0);
        foreach (var level in levels) brightest = Math.Max(brightest, level);
        for (var i = 0; i < levels.Length; i++) cumulative[i] = total += brightest - levels[i];
        return total > 0 ? (image, cumulative)
            : throw new InvalidDataFormatException($"The picture of '{Catalog.NameOf(GetType())}' has the same grey everywhere, so it gives no density; it needs dark pixels on a brighter ground.");
    }
}
