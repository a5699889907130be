using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>A kind of experiment with all its settings: a value that says completely what a run computes. Every parameter has a default.</summary>
[Family("experiment")]
public abstract record Experiment
{
    /// <summary>The seed of every random number of the run.</summary>
    public abstract ulong Seed { get; }

    /// <summary>What is recorded, and when.</summary>
    public abstract LogSettings Log { get; }

    /// <summary>One line for each convention or setting that a reader of the results must know; printed as the run's header.</summary>
    public abstract IReadOnlyList<string> Header { get; }

    /// <summary>Whether a run draws the picture of its <see cref="LogSettings.Frame"/>; one that has pictures of its own takes none.</summary>
    public virtual bool TakesFrame => false;

    /// <summary>How the pictures look.</summary>
    public virtual PlotStyle Figure => PlotStyle.Default;

    /// <summary>What stands below each picture, so that it says where it is from: kernel, loss, number of points, seed; empty for nothing.</summary>
    public virtual string Caption => "";

    /// <summary>Draws the pictures of its runs.</summary>
    internal PictureWriter Pictures => new(Figure, Caption);

    /// <summary>Prepares a run at step 0.</summary>
    /// <exception cref="UsageException">The settings do not fit together.</exception>
    /// <exception cref="InvalidDataFormatException">Data cannot be used.</exception>
    public abstract ExperimentRun Start();
}

/// <summary>What a run records, and when. Steps are those of the experiment; the last step is always recorded.</summary>
/// <param name="Every">A row of metrics every so many steps, at least 1.</param>
/// <param name="FramesEvery">A picture every so many steps, and before the first of these at steps 1, 2, 5, 10, 20, 50, ..., for a flow moves most
/// at its start; 0 for none.</param>
/// <param name="CheckpointEvery">A checkpoint every so many steps, at least 1: what a killed run may lose.</param>
/// <param name="Frame">The picture; the one that suits the data best if none is given.</param>
/// <param name="Report">Whether the run leaves a report to be read in a browser, <c>report.html</c>.</param>
/// <param name="Tensorboard">Whether the run writes event files that TensorBoard shows, with its metrics and pictures.</param>
public sealed record LogSettings(int Every = 100, int FramesEvery = 5000, int CheckpointEvery = 1000, Plot? Frame = null, bool Report = false, bool Tensorboard = false)
{
    /// <summary>Steps between rows of metrics.</summary>
    public int Every { get; } = Require.AtLeast(1, Every);

    /// <summary>Steps between pictures; 0 for none.</summary>
    public int FramesEvery { get; } = Require.AtLeast(0, FramesEvery);

    /// <summary>Whether a picture is due at a step, the last step aside.</summary>
    public bool IsFrameDue(long step)
    {
        if (FramesEvery == 0 || step >= FramesEvery || step == 0) return FramesEvery > 0 && step % FramesEvery == 0;
        while (step % 10 == 0) step /= 10;
        return step is 1 or 2 or 5;
    }

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; } = Require.AtLeast(1, CheckpointEvery);
}
