using NtkGan.Data;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>The real rows of a run: those that take part, others that judge, further ones with their classes, each also as people see it.</summary>
internal sealed class RealRows
{
    private readonly DataSet _data;

    /// <summary>Draws them, in one random order.</summary>
    /// <param name="data">The data.</param>
    /// <param name="count">Rows that take part.</param>
    /// <param name="heldOut">Rows to hold out, as many as there are.</param>
    /// <param name="metrics">Metrics, which may like to have labelled rows.</param>
    /// <param name="seed">The run's seed.</param>
    public RealRows(DataSet data, int count, int heldOut, IEnumerable<Metric> metrics, ulong seed)
    {
        _data = data;
        (Seen, SeenHeldOut) = data.Original.DrawWithHeldOut(count, heldOut, Random(seed));
        Labelled = UnseenRows.After(data.Original, count + SeenHeldOut.Rows, metrics, seed);
        (Drawn, HeldOut) = IsSeen ? (Seen, SeenHeldOut) : data.DrawWithHeldOut(count, heldOut, Random(seed));
    }

    /// <summary>Rows that take part, in the coordinates of the data.</summary>
    public Matrix Drawn { get; }

    /// <summary>Rows that were held out, in these coordinates.</summary>
    public Matrix HeldOut { get; }

    /// <summary>Rows that take part, as people see them.</summary>
    public Matrix Seen { get; }

    /// <summary>Rows that were held out, as people see them.</summary>
    public Matrix SeenHeldOut { get; }

    /// <summary>Further rows with their classes, as people see them; null where there are none.</summary>
    public LabelledRows? Labelled { get; }

    /// <summary>Whether the coordinates are what people see.</summary>
    public bool IsSeen => ReferenceEquals(_data.Original, _data);

    /// <summary>How what people see is arranged, where it is images.</summary>
    public PointShape? Images => _data.Original.Shape is { IsImage: true } image ? image : null;

    /// <summary>The values of black and of white of what people see.</summary>
    public DisplayRange? Display => _data.Original.Display;

    /// <summary>Points of what people see.</summary>
    public Matrix AsSeen(Matrix points) => IsSeen ? points : _data.AsWritten(points);

    /// <summary>A kernel's Gram matrix on points of what people see.</summary>
    public Func<Matrix, Matrix, Matrix> OnSeen(Func<Matrix, Matrix, Matrix> gram) => IsSeen ? gram : (x, y) => gram(_data.AsCoordinates(x), _data.AsCoordinates(y));

    /// <summary>A moment of a run as people see it: velocities are what a point that moves on by a small part of its own does there.</summary>
    /// <param name="frame">The moment, in the coordinates of the data.</param>
    public FlowFrame AsSeen(FlowFrame frame)
    {
        const double part = 1e-3;
        if (IsSeen) return frame;
        var (particles, ahead) = (AsSeen(frame.Particles), frame.Particles.Clone());
        DotProduct.Add(part, frame.Velocities.Values, ahead.Values);
        var velocities = AsSeen(ahead);
        for (var k = 0; k < velocities.Values.Length; k++) velocities.Values[k] = (velocities.Values[k] - particles.Values[k]) / part;
        return frame with { Particles = particles, Targets = Seen, Velocities = velocities, Landscape = points => frame.Landscape(_data.AsCoordinates(points)) };
    }

    private static CounterRandom Random(ulong seed) => CounterRandom.For(seed, "target");
}
