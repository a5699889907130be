using System.Runtime.InteropServices;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Lab;

/// <summary>Turns moments into messages. Colours and curves cost more than steps do, so while a run plays they take no more than a share of the time: a quarter
/// and an eighth, so that a run whose steps take 30 ms still has 20 pictures a second. What takes very long is done more often than that: a curve without points is none.</summary>
/// <param name="clock">The time.</param>
internal sealed class FrameWriter(TimeProvider clock)
{
    private const int Cells = 44, Samples = 240;
    private const double LandscapeShare = 1.0 / 4, CurvesShare = 1.0 / 8, LongestWait = 0.5, Rest = 2;

    private readonly Turn _landscape = new(clock, LandscapeShare), _curves = new(clock, CurvesShare);
    private double[] _view = [0, 1, 0, 1];

    /// <summary>The number of what is shown: 1 for the first, one more with each <see cref="Start"/>.</summary>
    public int Work { get; private set; }

    /// <summary>Whether the next moment has its colours whatever they cost.</summary>
    public bool IsLandscapeDue { get; set; }

    /// <summary>What a page must know before the first moment. The view is square, so that both axes have one scale.</summary>
    public StartMessage Start(Live live, FlowFrame frame, IReadOnlyList<string> remarks)
    {
        var view = frame.View ?? FlowView.Around(frame.Particles, frame.Targets);
        var span = Math.Max(view.X.Span, view.Y.Span);
        var (x, y) = frame.Dimension == 1 ? (view.X, view.Y) : (view.X.WithSpan(span), view.Y.WithSpan(span));
        _view = [x.From, x.To, y.From, y.To];
        _landscape.Begin();
        _curves.Begin();
        Work++;
        var display = frame.Display ?? new(-0.9995, 0.9995);
        return new(live.Header, live.Caption, live.Curves, remarks, frame.Dimension, _view,
            frame.Shape is { } shape ? new(shape.Height, shape.Width, shape.Channels, display.Black, display.White) : null,
            Floats(frame.Targets.Values), frame.LandscapeLabel, live.PointsDescend, frame.Legend, Work);
    }

    /// <summary>The present moment.</summary>
    public FrameMessage Frame(Live live, int kept, bool isPlaying)
    {
        var frame = live.Frame();
        LandscapeMessage? landscape = null;
        IReadOnlyList<double?>? values = null;
        if (frame.Shape is null && (!isPlaying || IsLandscapeDue || _landscape.IsDue)) landscape = _landscape.Take(() => Landscape(frame));
        if (!isPlaying || _curves.IsDue) values = _curves.Take(live.Measure);
        IsLandscapeDue = false;
        return new(live.Step, frame.Time, Floats(frame.Particles.Values), Floats(frame.Velocities.Values), landscape, values is null ? null : [.. values.Select(value => value is { } number && double.IsFinite(number) ? value : null)], kept, isPlaying, live.End, Work);
    }

    private LandscapeMessage Landscape(FlowFrame frame)
    {
        double[] Across(int cells) => new AxisRange(_view[0], _view[1]).Centres(cells);
        if (frame.Dimension == 1) return new(Samples, 1, Floats(frame.Landscape(Matrix.Column(Across(Samples)))));
        var (x, y, grid) = (Across(Cells), new AxisRange(_view[2], _view[3]).Centres(Cells), new Matrix(Cells * Cells, 2));
        for (var i = 0; i < grid.Rows; i++) (grid[i, 0], grid[i, 1]) = (x[i % Cells], y[i / Cells]);
        return new(Cells, Cells, Floats(frame.Landscape(grid)));
    }

    private static string Floats(ReadOnlySpan<double> values)
    {
        var floats = new float[values.Length];
        for (var i = 0; i < values.Length; i++) floats[i] = (float)values[i];
        return Convert.ToBase64String(MemoryMarshal.AsBytes<float>(floats));
    }

    /// <summary>Something that is done again after such a rest that it takes a share of the time.</summary>
    private sealed class Turn(TimeProvider clock, double share)
    {
        private long _next;

        public bool IsDue => clock.GetTimestamp() >= _next;

        public void Begin() => _next = 0;

        public TResult Take<TResult>(Func<TResult> work)
        {
            var start = clock.GetTimestamp();
            var result = work();
            var end = clock.GetTimestamp();
            _next = end + (long)Math.Min((1 / share - 1) * (end - start), Rest * (end - start) + LongestWait * clock.TimestampFrequency);
            return result;
        }
    }
}
