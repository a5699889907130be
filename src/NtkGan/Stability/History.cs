using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>The generated part of a discriminator, h = sum_s c_s K(., z_s), as a growing list of centres. Weight decay touches one common
/// factor instead of all coefficients.</summary>
internal abstract class History(KernelGame game, int dimension)
{
    private const double Smallest = 1e-60;
    private double[] _coefficients = [];

    /// <summary>A bound on the norm, in the kernel's space, of what forgetting and merging changed in h.</summary>
    public double NormBound { get; protected set; }

    /// <summary>A bound on the gradient, at any point, of what forgetting and merging changed in h.</summary>
    public double GradientBound { get; protected set; }

    /// <summary>Number of centres.</summary>
    public int Count => Centres.Count;

    protected KernelGame Game => game;

    protected Kernel Kernel => game.Kernel;

    protected PointSet Centres { get; } = new(dimension);

    /// <summary>The common factor: coefficient s is Factor times the stored number.</summary>
    protected double Factor { get; private set; } = 1;

    /// <summary>The stored coefficients.</summary>
    protected Span<double> Stored => _coefficients.AsSpan(0, Count);

    /// <summary>One update: h = r h + sum_j weights_j K(., points_j). Points without weight leave no trace.</summary>
    public virtual void Record(Matrix points, ReadOnlySpan<double> weights)
    {
        Decay();
        for (var j = 0; j < points.Rows; j++)
            if (weights[j] != 0) Add(points.Row(j), weights[j]);
    }

    /// <summary>h and, where asked, its gradient at some points.</summary>
    public void Evaluate(Matrix x, double[] values, Matrix? gradients)
    {
        Kernel.Expand(x, Centres, _coefficients.AsMemory(0, Count), values, gradients);
        foreach (ref var value in values.AsSpan()) value *= Factor;
        if (gradients is null) return;
        foreach (ref var slope in gradients.Values) slope *= Factor;
    }

    /// <summary>All that a continuation depends on, under names that begin with "history".</summary>
    public virtual void Save(IDictionary<string, Matrix> state)
    {
        state["history_centres"] = Centres.Points;
        state["history_coefficients"] = new Matrix(Count, 1, Stored.ToArray());
        state["history_scalars"] = Matrix.Column(Factor, NormBound, GradientBound);
    }

    /// <summary>Takes up what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataFormatException">A part is missing, or has another shape.</exception>
    public virtual void Restore(IReadOnlyDictionary<string, Matrix> state)
    {
        var centres = SavedState.Part(state, "history_centres", null, dimension);
        var coefficients = SavedState.Part(state, "history_coefficients", centres.Rows, 1);
        var scalars = SavedState.Part(state, "history_scalars", 3, 1);
        Clear();
        for (var s = 0; s < centres.Rows; s++) Add(centres.Row(s), coefficients[s, 0]);
        (Factor, NormBound, GradientBound) = (scalars[0, 0], scalars[1, 0], scalars[2, 0]);
    }

    /// <summary>h = r h. Retention 0 leaves nothing.</summary>
    protected virtual void Decay()
    {
        var retention = game.Retention;
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
    protected void Add(ReadOnlySpan<double> centre, double coefficient)
    {
        if (Count == _coefficients.Length) Array.Resize(ref _coefficients, Math.Max(64, 2 * Count));
        _coefficients[Count] = coefficient / Factor;
        Centres.Add(centre);
    }

    /// <summary>Replaces a centre.</summary>
    protected void Set(int index, ReadOnlySpan<double> centre, double coefficient)
    {
        Stored[index] = coefficient / Factor;
        Centres.Set(index, centre);
    }

    /// <summary>Forgets all centres.</summary>
    protected virtual void Clear()
    {
        Centres.Clear();
        (Factor, NormBound, GradientBound) = (1, 0, 0);
    }
}
