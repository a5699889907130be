namespace NtkGan.Architectures;

/// <summary>What bends a piecewise polynomial at one place: F(x) = Slope t + Bend t^2/2, t = (Side x - Place)_+.</summary>
/// <param name="Side">1 for a kink to the right of 0, -1 for one to the left or at 0.</param>
/// <param name="Place">How far from 0 it is.</param>
/// <param name="Slope">What it adds to the slope beyond, outwards.</param>
/// <param name="Bend">What it adds to the second derivative beyond.</param>
internal readonly record struct PiecewiseBend(double Side, double Place, double Slope, double Bend);

/// <summary>A continuous function that is a polynomial of degree at most 2 between its kinks, as the polynomial near 0 plus what each kink adds on its
/// far side: near 0, where small variances see nothing else, nothing cancels.</summary>
internal sealed class PiecewisePolynomial
{
    // Rounding of what phi computes.
    private const double Rounding = 1e-13, Cancelled = 1e-15;

    private PiecewisePolynomial(double constant, double slope, double bend, PiecewiseBend[] bends) =>
        (Constant, Slope, Bend, Bends) = (constant, slope, bend, bends);

    /// <summary>The value at 0.</summary>
    public double Constant { get; }

    /// <summary>The slope at 0, on its right if 0 is a kink.</summary>
    public double Slope { get; }

    /// <summary>The second derivative there.</summary>
    public double Bend { get; }

    /// <summary>What the kinks add.</summary>
    public PiecewiseBend[] Bends { get; }

    /// <summary>The slope at x; at a kink that on the side of 0.</summary>
    public double SlopeAt(double x)
    {
        var sum = Slope + Bend * x;
        foreach (var bend in Bends)
            if (bend.Side * x - bend.Place is > 0 and var beyond) sum += bend.Side * (bend.Slope + bend.Bend * beyond);
        return sum;
    }

    /// <summary>The second derivative at x; at a kink that on the side of 0.</summary>
    public double BendAt(double x) => Bend + Bends.Where(bend => bend.Side * x > bend.Place).Sum(bend => bend.Bend);

    /// <summary>Finds the polynomials from values of phi; null if phi is anything else.</summary>
    public static PiecewisePolynomial? Find(Func<double, double> function, IEnumerable<double> kinks)
    {
        double[] places = [.. kinks.Distinct().Order()];

        // What phi may be computed of: terms as steep and as bent as it is about its kinks, which may cancel far out.
        var steep = places.Select(place => Math.Abs(function(place + 1) - function(place)) + Math.Abs(function(place) - function(place - 1))).DefaultIfEmpty().Max();
        var pieces = new (double Slope, double Bend)[places.Length + 1];
        for (var i = 0; i <= places.Length; i++)
        {
            var piece = Piece(function, i == 0 ? double.NegativeInfinity : places[i - 1], i == places.Length ? double.PositiveInfinity : places[i], steep);
            if (piece is null) return null;
            pieces[i] = piece.Value;
        }

        // The piece around 0, then outwards on both sides. A piece's slope is its line's at 0.
        var centre = places.Count(place => place <= 0);
        var bends = places.Select((place, i) => place > 0
            ? new PiecewiseBend(1, place, Step(pieces[i + 1], pieces[i], place), pieces[i + 1].Bend - pieces[i].Bend)
            : new PiecewiseBend(-1, -place, -Step(pieces[i], pieces[i + 1], place), pieces[i].Bend - pieces[i + 1].Bend));
        return new(function(0), pieces[centre].Slope, pieces[centre].Bend, [.. bends.Where(bend => bend.Slope != 0 || bend.Bend != 0)]);

        static double Step((double Slope, double Bend) to, (double Slope, double Bend) from, double place)
        {
            var (after, before) = (to.Slope + to.Bend * place, from.Slope + from.Bend * place);
            return Math.Abs(after - before) <= Rounding * (Math.Abs(after) + Math.Abs(before)) ? 0 : after - before;
        }
    }

    // The slope at 0 and the second derivative of the polynomial of the least degree that fits, if one does.
    private static (double Slope, double Bend)? Piece(Func<double, double> function, double from, double to, double steep)
    {
        if (double.IsInfinity(from) && double.IsInfinity(to)) return null;
        // Far enough out on an endless piece for its highest power to show.
        const double far = 32;
        var width = double.IsFinite(from) && double.IsFinite(to) ? to - from : far * Math.Max(1, Math.Max(Finite(from), Finite(to)));
        double At(double share) => double.IsFinite(from) ? from + share * width : to - share * width;
        var end = double.IsFinite(from) && double.IsFinite(to) ? 1.0 : 2.0;
        double first = At(0), middle = At(0.5 * end), last = At(end);
        var (start, half, whole) = (function(first), function(middle), function(last));
        for (var degree = 0; degree <= 2; degree++)
        {
            var slope = degree == 0 ? 0 : (whole - start) / (last - first);
            var bend = degree < 2 ? 0 : 2 * ((whole - half) / (last - middle) - (half - start) / (middle - first)) / (last - first);
            var isRight = true;
            foreach (var place in Places(end == 1 ? width : double.PositiveInfinity))
            {
                var x = At(place / width);
                var line = slope * (x - first);
                var parabola = 0.5 * bend * (x - first) * (x - last);
                isRight = Math.Abs(function(x) - (start + line + parabola)) <= Rounding * (Math.Abs(start) + Math.Abs(line) + Math.Abs(parabola) + Math.Abs(slope * first)) + Cancelled * steep * Math.Abs(x) * Math.Max(1, Math.Abs(x));
                if (!isRight) break;
            }

            if (isRight) return (slope - 0.5 * bend * (first + last), bend);
        }

        return null;

        // No bump as wide as 1 is missed within a hundred of the kinks; farther out phi varies slowly.
        static IEnumerable<double> Places(double width)
        {
            const double step = 0.25, dense = 128, farthest = 1e6, growth = 1.2;
            var start = Math.Min(step, width / 29);
            for (var (place, i) = (0.37 * start, 0); place < Math.Min(width, farthest); i++)
            {
                yield return place;
                place = place < dense ? place + start * (1 + 0.3 * Math.Sin(i * i + 1.0)) : growth * place;
            }
        }

        static double Finite(double x) => double.IsFinite(x) ? Math.Abs(x) : 0;
    }
}
