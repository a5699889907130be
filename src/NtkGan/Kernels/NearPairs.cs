using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The pairs of a block whose points lie much nearer to each other than to the origin, or than the first biases are wide, found by their inner products, with what tells them apart
/// computed from the differences of their coordinates. Which route a pair takes depends on the pair alone.</summary>
internal sealed class NearPairs(NetworkPoints network)
{
    // |x - y|^2 below 2^-16 of |x|^2 + |y|^2, biases included as one more coordinate: what inner products know of it is right to 1e-11 above.
    private const double NearShare = 0.5 - 0.5 / 65536;

    // The square of 2^-42 of the difference: the direction of what is rejected is rounding below.
    private static readonly double LeastRejection = Math.ScaleB(1, -84);

    private readonly int[] _places = new int[RowEvaluator.BlockSize];
    private readonly double[] _covariances = new double[RowEvaluator.BlockSize];
    private readonly double[] _distances = new double[RowEvaluator.BlockSize];
    private readonly double[] _rejections = new double[RowEvaluator.BlockSize];
    private readonly double[] _along = new double[RowEvaluator.BlockSize];
    private int _start;

    /// <summary>The first point.</summary>
    public int First { get; private set; }

    /// <summary>How many there are. Places beyond, up to whole lanes, repeat the last.</summary>
    public int Count { get; private set; }

    /// <summary>Their places in the block.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, Count);

    /// <summary>The index of a pair's second point.</summary>
    public int Second(int pair) => _start + _places[pair];

    /// <summary>Four pairs: q12, |y - x|^2/d, the same of y - x without its part along x, and (y - x)'y/d.</summary>
    public (Lanes Covariance, Lanes Distance, Lanes Rejection, Lanes Along) Lane(int lane)
    {
        var at = lane * Lanes.Count;
        return (new(Vector256.Create(_covariances, at)), new(Vector256.Create(_distances, at)), new(Vector256.Create(_rejections, at)), new(Vector256.Create(_along, at)));
    }

    /// <summary>Looks through point i with a block of second points.</summary>
    /// <param name="i">The first point.</param>
    /// <param name="start">The first of the second points.</param>
    /// <param name="covariances">q12 of the inputs.</param>
    public void Find(int i, int start, ReadOnlySpan<Lanes> covariances)
    {
        Count = 0;
        if (!network.KeepsDifferencesOf(i)) return;
        var bias = Vector256.Create(network.Bias);
        var own = Vector256.Create(network.Variances[i] + 2 * network.Bias);
        var share = Vector256.Create(NearShare);
        var seconds = MemoryMarshal.Cast<double, Vector256<double>>(network.Variances.AsSpan(network.SecondOffset + start, covariances.Length * Lanes.Count));
        var near = Vector256<double>.Zero;
        for (var b = 0; b < seconds.Length; b++) near |= Vector256.GreaterThan(covariances[b].Vector + bias, share * (own + seconds[b]));
        if (near != Vector256<double>.Zero) Collect(i, start, covariances);
    }

    // Rare but for data far from the origin, and kept out of the loop.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Collect(int i, int start, ReadOnlySpan<Lanes> covariances)
    {
        (First, _start) = (i, start);
        var (own, bias, isAtOrigin) = (network.Variances[i], network.Bias, network.IsAtOrigin(i));
        var x = network.First.Points.Row(i);
        var seconds = network.Variances.AsSpan(network.SecondOffset + start);
        var values = MemoryMarshal.Cast<Lanes, double>(covariances);
        for (var j = 0; j < values.Length; j++)
        {
            if (!(values[j] + bias > NearShare * (own + 2 * bias + seconds[j]))) continue;
            var (squared, onX, onY) = (0.0, 0.0, 0.0);
            for (var c = 0; c < x.Length; c++)
            {
                var y = network.Second[start + j, c];
                var difference = y - x[c];
                squared += difference * difference;
                onX += difference * x[c];
                onY += difference * y;
            }

            // Of equal points inner products lose nothing.
            if (squared == 0) continue;
            var (share, aside) = (isAtOrigin ? 0 : onX / (own * x.Length), 0.0);
            for (var c = 0; c < x.Length; c++)
            {
                var across = network.Second[start + j, c] - x[c] - share * x[c];
                aside += across * across;
            }

            (_places[Count], _covariances[Count], _distances[Count], _along[Count]) = (j, values[j], squared / x.Length, onY / x.Length);
            _rejections[Count++] = aside > LeastRejection * squared ? aside / x.Length : 0;
        }

        for (var l = Count; l > 0 && l % Lanes.Count != 0; l++)
        {
            (_places[l], _covariances[l], _distances[l]) = (_places[l - 1], _covariances[l - 1], _distances[l - 1]);
            (_rejections[l], _along[l]) = (_rejections[l - 1], _along[l - 1]);
        }
    }
}
