using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Stability;

/// <summary>The generated part of a discriminator, h = sum_s c_s K(., z_s), as a list of centres: what a <see cref="HistoryPolicy"/> keeps of one game. Of
/// itself it keeps every centre as it was; a history that keeps something else overrides <see cref="Record"/>.
/// Weight decay touches one common factor instead of all coefficients. One thread at a time.</summary>
public abstract class History
{
    private const double Smallest = 1e-60;
    private readonly int _dimension;
    private double[] _coefficients = [];

    /// <summary>An empty history.</summary>
    /// <param name="game">The game.</param>
    /// <param name="dimension">Coordinates of a point.</param>
    protected History(KernelGame game, int dimension) => (Game, _dimension, Centres) = (game, dimension, new(dimension));

    /// <summary>A bound on the norm, in the kernel's space, of what forgetting and merging changed in h; it decays as h does. What is left out by
    /// intention, as a model of another game, is not counted.</summary>
    public double NormBound { get; protected set; }

    /// <summary>A bound on the gradient, at any point, of what forgetting and merging changed in h.</summary>
    public double GradientBound { get; protected set; }

    /// <summary>Number of centres.</summary>
    public int Count => Centres.Count;

    /// <summary>The game.</summary>
    protected KernelGame Game { get; }

    private protected Kernel Kernel => Game.Kernel;

    private protected PointSet Centres { get; }

    /// <summary>The common factor: coefficient s is Factor times the stored number.</summary>
    private protected double Factor { get; private set; } = 1;

    /// <summary>The stored coefficients.</summary>
    private protected Span<double> Stored => _coefficients.AsSpan(0, Count);

    /// <summary>One update: h = r h + sum_j weights_j K(., points_j). Points without weight leave no trace.</summary>
    /// <param name="points">The generated points now, n x d; not to be kept, nor changed.</param>
    /// <param name="weights">eta_d q_j, n numbers.</param>
    public virtual void Record(Matrix points, ReadOnlySpan<double> weights)
    {
        Decay();
        for (var j = 0; j < points.Rows; j++)
            if (weights[j] != 0) Add(points.Row(j), weights[j]);
    }

    /// <summary>The coefficient of a centre, decay included.</summary>
    protected double Coefficient(int index) => Factor * Stored[index];

    /// <summary>Copies a centre.</summary>
    /// <param name="index">Which.</param>
    /// <param name="centre">Receives its coordinates.</param>
    protected void CopyCentre(int index, Span<double> centre)
    {
        for (var c = 0; c < centre.Length; c++) centre[c] = Centres[index, c];
    }

    /// <summary>h and, where asked, its gradient at some points.</summary>
    internal void Evaluate(Matrix x, double[] values, Matrix? gradients)
    {
        Kernel.Expand(x, Centres, _coefficients.AsMemory(0, Count), values, gradients);
        foreach (ref var value in values.AsSpan()) value *= Factor;
        if (gradients is null) return;
        foreach (ref var slope in gradients.Values) slope *= Factor;
    }

    /// <summary>All that a continuation depends on, into a scope of its own. A history with fields of its own adds them after the base's.</summary>
    public virtual void Save(StateWriter state)
    {
        state.Set("centres", Centres.Points);
        state.Set("coefficients", Stored);
        state.Set("factor", Factor);
        state.Set("norm_bound", NormBound);
        state.Set("gradient_bound", GradientBound);
    }

    /// <summary>Takes up what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataFormatException">A part is missing, or has another shape.</exception>
    public virtual void Restore(StateReader state)
    {
        var centres = state.Matrix("centres", null, _dimension);
        var coefficients = state.Numbers("coefficients", centres.Rows);
        Clear();
        for (var s = 0; s < centres.Rows; s++) Add(centres.Row(s), coefficients[s]);
        (Factor, NormBound, GradientBound) = (state.Number("factor"), state.Number("norm_bound", StateNumbers.Infinite), state.Number("gradient_bound", StateNumbers.Infinite));
    }

    /// <summary>h = r h. Retention 0 leaves nothing.</summary>
    protected virtual void Decay()
    {
        var retention = Game.Retention;
        if (retention == 0)
        {
            Clear();
            return;
        }

        NormBound *= Math.Abs(retention);
        GradientBound *= Math.Abs(retention);
        Factor *= retention;
        if (Math.Abs(Factor) is >= Smallest and <= 1 / Smallest) return;
        foreach (ref var coefficient in Stored) coefficient *= Factor;
        Factor = 1;
    }

    /// <summary>Appends a centre.</summary>
    /// <param name="centre">Where.</param>
    /// <param name="coefficient">Its coefficient now; it decays from here on.</param>
    protected void Add(ReadOnlySpan<double> centre, double coefficient)
    {
        if (Count == _coefficients.Length) Array.Resize(ref _coefficients, Math.Max(64, 2 * Count));
        _coefficients[Count] = coefficient / Factor;
        Centres.Add(centre);
    }

    /// <summary>Replaces a centre.</summary>
    /// <param name="index">Which.</param>
    /// <param name="centre">Where it is now.</param>
    /// <param name="coefficient">Its coefficient now.</param>
    protected void Set(int index, ReadOnlySpan<double> centre, double coefficient)
    {
        Stored[index] = coefficient / Factor;
        Centres.Set(index, centre);
    }

    /// <summary>Forgets all centres, and the bounds with them.</summary>
    protected virtual void Clear()
    {
        Centres.Clear();
        (Factor, NormBound, GradientBound) = (1, 0, 0);
    }
}
