using NtkGan.Experiments.Stability;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;

namespace NtkGan.Lab;

/// <summary>A game of kernel descent-ascent, exactly as <c>ntkgan stability simulate</c> plays it.</summary>
internal sealed class LiveGame : Live
{
    private readonly StabilitySimulationExperiment _experiment;
    private readonly FlowView _view;
    private KernelDescentAscent _game;

    /// <summary>The first game of an experiment, at its start.</summary>
    /// <exception cref="UsageException">The settings do not fit together.</exception>
    public LiveGame(StabilitySimulationExperiment experiment)
    {
        _experiment = experiment;
        _game = new(experiment.Games()[0].Configuration, experiment.History);
        _view = FlowView.Around(_game.Generated, _game.Configuration.Real.Points, margin: .35);
    }

    public override long Step => _game.Updates;

    public override IReadOnlyList<string> Header => _experiment.Header;

    public override string Caption => _experiment.Caption;

    public override IReadOnlyList<string> Curves => [MetricWordsOf("w2"), "largest |f| at the generated points"];

    public override string? End => _game.Updates >= _experiment.Updates ? FormattableString.Invariant($"All {_experiment.Updates} updates are done.") : null;

    public override bool PointsDescend => false;

    public override void Advance() => _game.Advance();

    public override FlowFrame Frame()
    {
        var points = _game.Generated;
        var (values, gradients) = (new double[points.Rows], new Matrix(points.Rows, points.Columns));
        _game.Evaluate(points, values, gradients);
        for (var i = 0; i < points.Rows; i++)
        {
            foreach (ref var slope in gradients.Row(i)) slope *= _game.Configuration.Generated.Masses[i];
        }

        return new("Generated points against a kernel discriminator", Step, null, points, _game.Configuration.Real.Points, gradients, Discriminator, _view,
            Legend: "generated points", LandscapeLabel: "discriminator f: points climb");
    }

    public override IReadOnlyList<double?> Measure()
    {
        var (points, real) = (_game.Generated, _game.Configuration.Real.Points);
        var values = Discriminator(points);
        static double[] Even(int count) => [.. Enumerable.Repeat(1.0 / count, count)];
        return [Wasserstein.Squared(points, Even(points.Rows), real, Even(real.Rows)), values.Max(Math.Abs)];
    }

    public override IReadOnlyDictionary<string, Matrix> Save() => _game.Save();

    public override void Restore(long step, IReadOnlyDictionary<string, Matrix> state) => _game = KernelDescentAscent.Restore(_game.Configuration, state, _game.Policy);

    public override void Place(int point, IReadOnlyList<double> place)
    {
        var points = _game.Generated;
        if (point < 0 || point >= points.Rows) throw new UsageException(FormattableString.Invariant($"There is no point {point}: points are counted from 0 to {points.Rows - 1}."));
        if (place.Count != points.Columns || !place.All(double.IsFinite)) throw new UsageException(FormattableString.Invariant($"A place has {points.Columns} finite coordinates."));
        var displacement = new Matrix(points.Rows, points.Columns);
        for (var k = 0; k < place.Count; k++) displacement[point, k] = place[k] - points[point, k];
        _game.Displace(displacement);
    }

    private double[] Discriminator(Matrix points)
    {
        var values = new double[points.Rows];
        _game.Evaluate(points, values);
        return values;
    }

    private static string MetricWordsOf(string column) => Experiments.MetricWords.Named(column);
}
