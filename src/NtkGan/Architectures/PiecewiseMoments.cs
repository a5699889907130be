using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>Dual moments of piecewise polynomials in closed form (derived): phi is a polynomial at 0 and a sum of c_j t^j/j!, t = (Side x - Place)_+, j = 1, 2,
/// and moments E[t^i s^j] of two of these, in units of the deviations, follow from P(U > h, V > k) by Stein's lemma:
/// E[t^(i+1) s^j] = -h E[t^i s^j] + i E[t^(i-1) s^j] + rho j E[t^i s^(j-1)], with what point masses at a kink add. That probability is a sum of two of
/// Owen's functions. Where pieces nearly cancel, as those of a bounded phi under large variances, digits are lost: such variances are not covered.</summary>
internal sealed class PiecewiseMoments
{
    // Variances are judged at powers of two; a loss of five digits leaves eleven.
    private const int FarthestPower = 160;
    private const double MostLoss = 262144, Tiny = 1e-300, LeastPlace = 1e-100;

    private readonly PiecewiseBend[] _bends;
    private readonly double _constant;
    private readonly double _least, _greatest;

    /// <summary>Prepares the moments of a function.</summary>
    public PiecewiseMoments(PiecewisePolynomial function)
    {
        // The polynomial at 0 is the part that begins nowhere.
        _bends = [new(1, double.NaN, function.Slope, function.Bend), .. function.Bends];
        _constant = function.Constant;
        (_least, _greatest) = Longest();
    }

    /// <summary>Whether the moments of variance q are right to eleven digits of E[phi^2] and E[phi'^2].</summary>
    public bool Covers(double variance) => variance >= _least && variance <= _greatest;

    /// <summary>The lanes whose variances are both covered, as a mask.</summary>
    public Vector256<double> Covers(Lanes q11, Lanes q22)
    {
        var (smaller, larger) = (Vector256.Min(q11.Vector, q22.Vector), Vector256.Max(q11.Vector, q22.Vector));
        return Vector256.GreaterThanOrEqual(smaller, Vector256.Create(_least)) & Vector256.LessThanOrEqual(larger, Vector256.Create(_greatest));
    }

    /// <summary>The moments of four pairs.</summary>
    public PairMoments Moments(Lanes q11, Lanes q12, Lanes q22, bool withDerivatives)
    {
        var pair = new Pair(q11, q12, q22);
        PairMoments result = default;
        Lanes turnedFirst = 0.0, turnedSecond = 0.0;
        Span<Part> seconds = stackalloc Part[_bends.Length];
        for (var g = 0; g < _bends.Length; g++) seconds[g] = new(_bends[g], g == 0 ? _constant : 0, pair.SecondUnit, pair.SecondRoot, pair.SecondDeviation, pair.SecondInverse);
        for (var f = 0; f < _bends.Length; f++)
        {
            var first = new Part(_bends[f], f == 0 ? _constant : 0, pair.FirstUnit, pair.FirstRoot, pair.FirstDeviation, pair.FirstInverse);
            foreach (ref readonly var second in seconds)
            {
                var table = new Table(pair, first, second);
                result.Covariance += first.Value.Constant * (second.Value.Constant * table.M00 + second.Value.Slope * table.M01 + second.Value.Bend * table.M02)
                    + first.Value.Slope * (second.Value.Constant * table.M10 + second.Value.Slope * table.M11 + second.Value.Bend * table.M12)
                    + first.Value.Bend * (second.Value.Constant * table.M20 + second.Value.Slope * table.M21 + second.Value.Bend * table.M22);
                result.Derivative += first.Slope * (second.Slope * table.M00 + second.Rise * table.M01) + first.Rise * (second.Slope * table.M10 + second.Rise * table.M11);
                if (!withDerivatives) continue;

                // phi'' is Bend beyond the kink and a point mass at it.
                var (values, slopes) = (second.Value.Constant * table.B0 + second.Value.Slope * table.B1 + second.Value.Bend * table.B2, second.Slope * table.B0 + second.Rise * table.B1);
                result.CovarianceByFirst += first.Bend * (second.Value.Constant * table.M00 + second.Value.Slope * table.M01 + second.Value.Bend * table.M02) + first.Mass * values;
                result.CovarianceBySecond += second.Bend * (first.Value.Constant * table.M00 + first.Value.Slope * table.M10 + first.Value.Bend * table.M20)
                    + second.Mass * (first.Value.Constant * table.A0 + first.Value.Slope * table.A1 + first.Value.Bend * table.A2);
                result.DerivativeByCovariance += first.Bend * (second.Bend * table.M00 + second.Mass * table.A0) + first.Mass * (second.Bend * table.B0) + first.Kink * second.Kink * table.Joint;
                turnedFirst += first.Side * pair.FirstDeviation * (first.Bend * (second.Slope * (table.M10 + first.Place * table.M00) + second.Rise * (table.M11 + first.Place * table.M01)) + first.Place * first.Mass * slopes);
                turnedSecond += second.Side * pair.SecondDeviation * (second.Bend * (first.Slope * (table.M01 + second.Place * table.M00) + first.Rise * (table.M11 + second.Place * table.M10))
                    + second.Place * second.Mass * (first.Slope * table.A0 + first.Rise * table.A1));
            }
        }

        if (!withDerivatives) return result;

        // E[u phi''(u) phi'(v)] = q11 M_31 + q12 M_22, as of quadrature.
        var product = result.DerivativeByCovariance;
        (result.CovarianceByFirst, result.CovarianceBySecond) = (0.5 * result.CovarianceByFirst, 0.5 * result.CovarianceBySecond);
        result.DerivativeByFirst = Lanes.Select(q11, 0.5 * (turnedFirst - q12 * product) / Lanes.Select(q11, q11, 1.0), 0.0);
        result.DerivativeBySecond = Lanes.Select(q22, 0.5 * (turnedSecond - q12 * product) / Lanes.Select(q22, q22, 1.0), 0.0);
        return result;
    }

    // The longest range of variances without a gap.
    private (double Least, double Greatest) Longest()
    {
        var (start, best, bestStart) = (int.MinValue, -1, 0);
        for (var power = -FarthestPower; power <= FarthestPower; power++)
        {
            if (!IsSound(Math.ScaleB(1, power))) start = int.MinValue;
            else if (start == int.MinValue) start = power;
            if (start != int.MinValue && power - start > best) (best, bestStart) = (power - start, start);
        }

        if (best < 0) return (double.PositiveInfinity, double.NegativeInfinity);
        return (bestStart == -FarthestPower ? 0 : Math.ScaleB(1, bestStart), bestStart + best == FarthestPower ? double.MaxValue : Math.ScaleB(1, bestStart + best));
    }

    // All that is summed, rounding errors of tails included, against what comes out.
    private bool IsSound(double variance)
    {
        var deviation = Math.Sqrt(variance);
        var (values, slopes) = (Math.Abs(_constant), 0.0);
        foreach (var bend in _bends)
        {
            var place = double.IsNaN(bend.Place) ? 0 : bend.Place / deviation;
            var (height, share) = (deviation * Math.Max(1, place), Math.Exp(-0.25 * place * place));
            values += share * height * (Math.Abs(bend.Slope) + Math.Abs(bend.Bend) * height);
            slopes += share * (Math.Abs(bend.Slope) + Math.Abs(bend.Bend) * height);
        }

        var own = Moments(variance, variance, variance, withDerivatives: false);
        return values * values <= MostLoss * own.Covariance.Vector[0] && slopes * slopes <= MostLoss * own.Derivative.Vector[0];
    }

    /// <summary>A pair in units of its deviations.</summary>
    private readonly struct Pair
    {
        public readonly Lanes FirstDeviation, SecondDeviation, FirstInverse, SecondInverse;
        public readonly Lanes FirstUnit, SecondUnit, Rho, Sine, Clear, Q11, Q12, Q22, FirstRoot, SecondRoot;

        public Pair(Lanes q11, Lanes q12, Lanes q22)
        {
            // A zero vector counts as a tiny one, whose kinks give no slopes.
            (FirstDeviation, SecondDeviation) = (Deviation(q11), Deviation(q22));
            (FirstInverse, SecondInverse) = (Lanes.Select(q11, (Lanes)1.0 / FirstDeviation, 0.0), Lanes.Select(q22, (Lanes)1.0 / SecondDeviation, 0.0));
            var (first, second) = (new Lanes(Vector256.Max(q11.Vector, Vector256.Create(Tiny))), new Lanes(Vector256.Max(q22.Vector, Vector256.Create(Tiny))));
            var scale = PairScale.Of(first, second);
            (Q11, Q12, Q22) = (scale.First * first, scale.Both * q12, scale.Second * second);
            (FirstRoot, SecondRoot) = (Lanes.Sqrt(Q11), Lanes.Sqrt(Q22));
            (FirstUnit, SecondUnit) = (Lanes.Sqrt(scale.First), Lanes.Sqrt(scale.Second));
            var correlation = new PairCorrelation(Q11, Q12, Q22);
            (Rho, Sine, Clear) = (correlation.Rho, correlation.Sine, correlation.Clear);
        }

        private static Lanes Deviation(Lanes variance) => new(Vector256.Sqrt(Vector256.Max(variance.Vector, Vector256.Create(Tiny))));
    }

    /// <summary>One part of phi as one point sees it: its factors times powers of the deviation.</summary>
    private readonly struct Part
    {
        public readonly (Lanes Constant, Lanes Slope, Lanes Bend) Value;

        // Of phi': Slope + Rise t; of phi'': Bend beyond, Mass at the kink, which is Kink times the density.
        public readonly Lanes Slope, Rise, Bend, Mass, Kink;
        public readonly Lanes Place, ScaledPlace, Density, Beyond;
        public readonly double Side;
        public readonly bool Begins;

        public Part(PiecewiseBend bend, double constant, Lanes unit, Lanes root, Lanes deviation, Lanes inverse)
        {
            Begins = !double.IsNaN(bend.Place);
            Side = bend.Side;
            Value = (constant, bend.Slope * deviation, 0.5 * bend.Bend * (deviation * deviation));
            (Slope, Rise, Bend) = (Side * bend.Slope, Side * bend.Bend * deviation, bend.Bend);
            (Place, ScaledPlace, Density, Beyond, Mass, Kink) = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0);
            if (!Begins) return;

            // At 0 all that counts of two places is that they are one.
            ScaledPlace = new(Vector256.Max((bend.Place * unit).Vector, Vector256.Create(LeastPlace)));
            Place = ScaledPlace / root;
            Density = NormalTails.Density(Place);
            Beyond = NormalTails.Beyond(Place, Density);
            Kink = bend.Slope * inverse;
            Mass = Kink * Density;
        }
    }

    /// <summary>M_ij = E[t^i s^j] of two parts in units of the deviations; A_i = E[t^i] given that V is at its kink, B_j = E[s^j] given that U is; the
    /// joint density at both kinks.</summary>
    private readonly ref struct Table
    {
        public readonly Lanes M00, M01, M02, M10, M11, M12, M20, M21, M22, A0, A1, A2, B0, B1, B2, Joint;

        public Table(in Pair pair, in Part first, in Part second)
        {
            var side = first.Side * second.Side;
            var (rho, covariance, sine) = (side * pair.Rho, side * pair.Q12, pair.Sine);
            var (h, k) = (first.Place, second.Place);
            var square = sine * sine;

            // k - rho h and h - rho k, to the last digits.
            Lanes aboveFirst = 0.0, aboveSecond = 0.0;
            if (first.Begins || second.Begins)
            {
                aboveFirst = Lanes.DifferenceOfProducts(second.ScaledPlace, pair.Q11, first.ScaledPlace, covariance) / (pair.Q11 * pair.SecondRoot);
                aboveSecond = Lanes.DifferenceOfProducts(first.ScaledPlace, pair.Q22, second.ScaledPlace, covariance) / (pair.Q22 * pair.FirstRoot);
            }

            (A0, A1) = (1.0, -aboveSecond);
            (B0, B1) = (1.0, -aboveFirst);
            M00 = 1.0;
            var divisor = new Lanes(Vector256.Max(sine.Vector, Vector256.Create(Tiny)));
            Lanes firstSide = aboveFirst / divisor, secondSide = aboveSecond / divisor;
            Lanes sizeFirst = new(Vector256.Abs(firstSide.Vector)), sizeSecond = new(Vector256.Abs(secondSide.Vector));
            Lanes tailFirst = 1.0, tailSecond = 1.0;
            if (second.Begins)
            {
                var density = NormalTails.Density(sizeFirst);
                tailFirst = NormalTails.Beyond(sizeFirst, density);
                B0 = Below(firstSide, tailFirst);
                B1 = Lanes.MultiplyAdd(sine, density, -(aboveFirst * B0));
            }

            if (first.Begins)
            {
                var density = NormalTails.Density(sizeSecond);
                tailSecond = NormalTails.Beyond(sizeSecond, density);
                A0 = Below(secondSide, tailSecond);
                A1 = Lanes.MultiplyAdd(sine, density, -(aboveSecond * A0));
            }

            A2 = square * A0 - aboveSecond * A1;
            B2 = square * B0 - aboveFirst * B1;
            Joint = 0.0;
            if (first.Begins && second.Begins)
            {
                M00 = 0.5 * (first.Beyond + second.Beyond) - NormalTails.Owen(h, firstSide, first.Beyond, tailFirst) - NormalTails.Owen(k, secondSide, second.Beyond, tailSecond);
                M00 = new(Vector256.Max(Vector256<double>.Zero, Vector256.Min(M00.Vector, Vector256.Min(first.Beyond.Vector, second.Beyond.Vector))));
                var exponent = Lanes.Exp(-0.5 * (h * h + firstSide * firstSide));
                Joint = 1 / (2 * Math.PI) * Lanes.Select(pair.Clear, exponent / Lanes.Select(pair.Clear, sine, 1.0), 0.0);
            }
            else if (first.Begins)
            {
                M00 = first.Beyond;
            }
            else if (second.Begins)
            {
                M00 = second.Beyond;
            }

            var (edgeFirst, edgeSecond) = (first.Density, second.Density);
            M01 = edgeSecond * A0 + rho * (edgeFirst * B0) - k * M00;
            M10 = edgeFirst * B0 + rho * (edgeSecond * A0) - h * M00;
            M02 = M00 + rho * (edgeFirst * B1) - k * M01;
            M20 = M00 + rho * (edgeSecond * A1) - h * M10;
            M11 = edgeFirst * B1 + rho * M00 - h * M01;
            M12 = edgeFirst * B2 + 2 * (rho * M01) - h * M02;
            M21 = M01 + rho * M10 - h * M11;
            M22 = M02 + 2 * (rho * M11) - h * M12;
        }

        // P(z > x) from P(z > |x|).
        private static Lanes Below(Lanes x, Lanes tail) => new(Vector256.ConditionalSelect(Vector256.LessThan(x.Vector, Vector256<double>.Zero), (1.0 - tail).Vector, tail.Vector));
    }
}
