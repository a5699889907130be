using System.Globalization;
using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>One moment of a run: where the particles are, where they should be, and what drives them.</summary>
/// <param name="Title">Name of the run; step and time are added to it.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Time">Time of the flow, in the flow's own unit; null where steps have none.</param>
/// <param name="Particles">n x d.</param>
/// <param name="Targets">m x d.</param>
/// <param name="Velocities">n x d: minus the gradient of c(f) at the particles, times whatever the flow uses.</param>
/// <param name="Landscape">c(f) at q query points, given as a q x d matrix. Asked once for a picture, for a few thousand points; never
/// for images.</param>
/// <param name="View">What the frames of a run share; <see cref="FlowView.Around"/> this frame where null.</param>
/// <param name="Shape">Says that a point is an image.</param>
/// <param name="Display">The values of a black and of a white pixel; those of the toolkit, -0.9995 and 0.9995, if null.</param>
/// <param name="Legend">What the moving points are called.</param>
/// <param name="LandscapeLabel">What the landscape shows; where room is short, what stands before a colon.</param>
public sealed record FlowFrame(
    string Title, long Step, double? Time, Matrix Particles, Matrix Targets, Matrix Velocities, Func<Matrix, double[]> Landscape,
    FlowView? View = null, PointShape? Shape = null, DisplayRange? Display = null, string Legend = "particles", string LandscapeLabel = FlowFrame.Cost) : PlotData(Title)
{
    /// <summary>What a landscape is, and what moves on it, where the discriminator is held while points move.</summary>
    public const string Cost = "generator's cost c(f): mass moves downhill";

    private const int LeastQueries = 512;

    /// <summary>Number of coordinates of a point.</summary>
    public int Dimension => Particles.Columns;

    internal string Headline => string.Create(CultureInfo.InvariantCulture, $"{(Title.Length > 0 ? Title + ", " : "")}step {Step}{(Time is { } time ? FormattableString.Invariant($", flow time {time:G6}") : "")}");

    internal FlowView ViewOrOwn => View ?? FlowView.Around(Particles, Targets);

    /// <inheritdoc/>
    public override void Check()
    {
        if (Targets.Columns != Dimension)
            throw new ArgumentException($"Targets have {Targets.Columns} dimensions, particles {Dimension}.");
        if ((Velocities.Rows, Velocities.Columns) != (Particles.Rows, Dimension))
            throw new ArgumentException($"Velocities are {Velocities.Rows} x {Velocities.Columns}, particles {Particles.Rows} x {Dimension}.");
        if (Shape is { } shape && shape.Dimension != Dimension)
            throw new ArgumentException($"An image of {shape.Height} x {shape.Width} x {shape.Channels} has {shape.Dimension} numbers, a particle {Dimension}.");
        Finite(Particles, "particle");
        Finite(Targets, "target");
        Finite(Velocities, "velocity");
    }

    /// <summary>Points at which a picture asks for the landscape at most: c(f) is a sum over as many terms there as at the particles, so that nine for each of these,
    /// and the velocities, cost no more than ten steps. What so few would be too coarse to look at costs nothing.</summary>
    internal int AffordableQueries => (int)Math.Max(LeastQueries, Math.Min(int.MaxValue, 9L * Particles.Rows));

    internal string ShortLabel => LandscapeLabel.Split(':')[0];

    /// <summary>The highest speed of a point.</summary>
    internal double TopSpeed
    {
        get
        {
            var top = 0.0;
            for (var i = 0; i < Velocities.Rows; i++)
            {
                var sum = 0.0;
                foreach (var component in Velocities.Row(i)) sum += component * component;
                top = Math.Max(top, sum);
            }

            return Math.Sqrt(top);
        }
    }

    /// <summary>c(f) at query points, refused where it is no number.</summary>
    internal double[] LandscapeAt(Matrix queries)
    {
        var values = Landscape(queries);
        if (values.Length != queries.Rows)
            throw new ArgumentException($"The landscape answered {values.Length} values for {queries.Rows} points.");
        foreach (var value in values)
            if (!double.IsFinite(value))
                throw new NumericalException($"The landscape of step {Step} is not finite within the view; the run has diverged, or the view reaches where f is not defined.");
        return values;
    }

    /// <summary>Eight Gaussians on a ring (two points in one dimension) and particles on their way from the centre, in any dimension.</summary>
    internal static FlowFrame Example(int dimension, PointShape? shape = null)
    {
        var random = CounterRandom.For(1, "flow frame example");
        Matrix particles = new(96, dimension), targets = new(192, dimension);
        foreach (var (points, radius, width) in new[] { (particles, 0.45, 0.11), (targets, 0.7, 0.05) })
        {
            random.FillNormal(points.Values);
            for (var i = 0; i < points.Rows; i++)
            {
                var angle = Math.Tau * (i % 8) / 8;
                for (var k = 0; k < dimension; k++)
                    points[i, k] = width * points[i, k] + (dimension == 1 ? radius * (i % 2 * 2 - 1) : k < 2 ? radius * Math.Cos(angle - k * Math.PI / 2) : 0);
            }
        }

        var velocities = particles.Clone();
        return new("An example", 1200, 1.2, particles, targets, velocities, SquaredNorms, null, shape) { Caption = "particles from a ring of eight Gaussians, drawn to a wider one; c(f) = \u2212|x|\u00b2/2, n = 96, seed 1" };

        static double[] SquaredNorms(Matrix queries) =>
            [.. Enumerable.Range(0, queries.Rows).Select(i => { var sum = 0.0; foreach (var x in queries.Row(i)) sum -= x * x / 2; return sum; })];
    }

    private void Finite(Matrix values, string what)
    {
        if (!values.IsFinite())
            throw new NumericalException($"A {what} of step {Step} is NaN or infinite; the run has diverged, try a smaller step.");
    }
}
