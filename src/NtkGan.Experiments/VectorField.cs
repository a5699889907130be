using NtkGan.Data.Files;
using NtkGan.Generators;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>How one fake is drawn to one target, (1, 0, ..., 0), from everywhere on a grid: each point of it is in turn the only fake, the
/// discriminator is trained for it alone, and the arrow is the fake's velocity -grad (c o f) (Franceschi et al. 2022, figures 6 and 7).</summary>
/// <param name="Fakes">The grid, row after row from below, k x d; the coordinates beyond the second are 0.</param>
/// <param name="Velocities">-grad (c o f) at each fake, k x d.</param>
public sealed record VectorField(Matrix Fakes, Matrix Velocities)
{
    private const int LargestField = 10_000_000;

    private const double Left = -2, Right = 2, Bottom = 0, Top = 2;

    /// <summary>What its trainings had to say.</summary>
    internal ValueList<string> Notes { get; private init; } = [];

    /// <summary>Computes the field of an experiment's kernel, loss and training.</summary>
    /// <param name="experiment">Says which; its data, generator and steps are not used.</param>
    /// <param name="columns">Points of the grid along x_1 in [-2, 2], at least 2.</param>
    /// <param name="rows">Points of the grid along x_2 in [0, 2], at least 2.</param>
    /// <param name="dimension">d, at least 2.</param>
    /// <param name="progress">Told after each point how many are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UsageException">A number is too small, or the training cannot treat the loss.</exception>
    public static VectorField Of(ParticleFlowExperiment experiment, int columns = 15, int rows = 15, int dimension = 2, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        Require.AtLeast(2, columns);
        Require.AtLeast(2, rows);
        Require.AtLeast(2, dimension);
        if ((double)columns * rows * dimension > LargestField) throw new UsageException(FormattableString.Invariant($"A field of {columns} x {rows} points of dimension {dimension} is too large: at most {LargestField} numbers."));
        var (fakes, velocities) = (new Matrix(columns * rows, dimension), new Matrix(columns * rows, dimension));
        for (var i = 0; i < fakes.Rows; i++)
            (fakes[i, 0], fakes[i, 1]) = (Left + (Right - Left) * (i % columns) / (columns - 1), Bottom + (Top - Bottom) * (i / columns) / (rows - 1));
        var (target, notes) = (Target(dimension), new TrainingNotes());
        var shape = experiment.Target.Data.Shape;
        var kernel = experiment.Kernel.For(shape.Dimension == dimension ? shape : new(dimension)) with { Summation = experiment.Flow.Summation };
        var flow = new GeneratorFlow(kernel, experiment.Loss, experiment.Training, experiment.Flow.Method, experiment.Flow.Scaling,
            experiment.Flow.Cost, experiment.Normalisation, seed: experiment.Seed);
        for (var i = 0; i < fakes.Rows; i++)
        {
            var field = flow.Observe(fakes.Take([i]), target);
            notes.Add(field.Trained);
            field.Velocities.Row(0).CopyTo(velocities.Row(i));
            progress?.Report(i + 1);
        }

        return new(fakes, velocities) { Notes = ValueList.From(notes.Texts) };
    }

    /// <summary>Writes the picture as .png, .svg and .pdf, and the arrays fakes, velocities and target as .npz.</summary>
    /// <param name="path">A path; each file adds its ending.</param>
    /// <param name="experiment">Says how the picture looks, and what it is of.</param>
    public void Save(string path, ParticleFlowExperiment experiment)
    {
        new PictureWriter(experiment.Figure, FormattableString.Invariant($"{Caption(experiment)}, dimension {Fakes.Columns}, {Fakes.Rows} trainings, seed {experiment.Seed}")).Save(Map("How one fake is drawn to one target, from everywhere"), path);
        NumpyArchive.Write($"{path}.npz", Arrays);
    }

    /// <summary>The arrows in the plane of the grid.</summary>
    internal FieldMap Map(string title)
    {
        int[] plane = [0, 1];
        Matrix Plane(Matrix points) => points.Columns == 2 ? points : points.Transpose().Take(plane).Transpose();
        return new(title, Plane(Fakes), Plane(Velocities), Plane(Target(Fakes.Columns)), "velocity of a fake");
    }

    /// <summary>The numbers.</summary>
    internal IReadOnlyDictionary<string, NumpyArray> Arrays => new Dictionary<string, NumpyArray>
    {
        ["fakes"] = NumpyArray.Of(Fakes),
        ["velocities"] = NumpyArray.Of(Velocities),
        ["target"] = NumpyArray.Of(Target(Fakes.Columns)),
    };

    /// <summary>What a field is of.</summary>
    internal static string Caption(ParticleFlowExperiment experiment) => $"kernel {Brief.Of(experiment.Kernel)}, loss {Brief.Of(experiment.Loss)}, discriminator {Brief.Of(experiment.Training)}";

    private static Matrix Target(int dimension)
    {
        var target = new Matrix(1, dimension);
        target[0, 0] = 1;
        return target;
    }
}
