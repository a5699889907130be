using NtkGan.Data.Files;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>The vector fields of several kernels and losses, one panel each in one picture, with one scale of colours for their speeds.</summary>
public sealed class VectorFields
{
    private const int MostFields = 64;

    private readonly IReadOnlyList<(string Name, ParticleFlowExperiment Experiment)> _fields;
    private readonly int _columns;

    private VectorFields(string name, IReadOnlyList<(string Name, ParticleFlowExperiment Experiment)> fields, int columns) => (Name, _fields, _columns) = (name, fields, columns);

    /// <summary>The names of its parts, for a file.</summary>
    public string Name { get; }

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Count;

    /// <summary>What the trainings of those drawn had to say.</summary>
    internal ValueList<string> Notes { get; private set; } = [];

    /// <summary>The fields of some words: a word with commas (relu,rbf) stands for a field with each of its parts, the parts of the last such word in a row.</summary>
    /// <param name="words">Presets, files and key=value settings.</param>
    /// <exception cref="UsageException">A word is wrong, or the experiment is no flow.</exception>
    public static VectorFields Of(IReadOnlyList<string> words)
    {
        var combinations = WordCombinations.Of(words, MostFields, "fields");
        var fields = combinations.All.Select(Composition.Of).Select(composition => (composition.Name, composition.Experiment as ParticleFlowExperiment
            ?? throw new UsageException($"A vector field needs the kernel, loss and training of a particle_flow, not of a {Catalog.NameOf(composition.Experiment.GetType())}."))).ToList();
        var name = string.Join('-', words.Where(word => !Configuration.Overrides.IsOverride(word)).Select(word => Path.GetFileNameWithoutExtension(word.Replace(",", "-", StringComparison.Ordinal))));
        return new(fields.Count == 1 ? fields[0].Name : name, fields, combinations.Varying.Count > 1 ? combinations.Varying[^1].Parts : (int)Math.Ceiling(Math.Sqrt(fields.Count / 1.5)));
    }

    /// <summary>What they would cost, from the corners of each.</summary>
    /// <param name="grid">Points of the grid along each axis.</param>
    /// <param name="dimension">The dimension of the points, at least 2.</param>
    public CostEstimate Estimate(int grid, int dimension)
    {
        var parts = (double)grid * grid;
        return CostEstimate.OfParts(() =>
        {
            foreach (var (_, experiment) in _fields) VectorField.Of(experiment, 2, 2, dimension);
        }, parts / 4, sizeof(double) * 2 * parts * dimension * Count);
    }

    /// <summary>Computes them, and writes the picture as .png, .svg and .pdf, and the arrays as .npz: fakes, velocities and target, of several fields with the field's name before.</summary>
    /// <param name="path">A path; each file adds its ending.</param>
    /// <param name="grid">Points of the grid along each axis, at least 2.</param>
    /// <param name="dimension">The dimension of the points, at least 2.</param>
    /// <param name="progress">Told after each point.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UsageException">A training cannot treat its loss.</exception>
    /// <exception cref="NumericalException">A training diverged.</exception>
    public void Draw(string path, int grid, int dimension, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        List<VectorField> fields = [.. _fields.Select(field => VectorField.Of(field.Experiment, grid, grid, dimension, progress, cancellation))];
        Notes = ValueList.From(fields.Zip(_fields).SelectMany(pair => pair.First.Notes.Select(note => fields.Count == 1 ? note : $"{pair.Second.Name}: {note}")));
        if (fields.Count == 1)
        {
            fields[0].Save(path, _fields[0].Experiment);
            return;
        }

        var sheet = new FieldSheet("How one fake is drawn to one target, from everywhere", "speed of a fake", [.. fields.Zip(_fields, (field, of) => field.Map(of.Name))], _columns);
        new PictureWriter(_fields[0].Experiment.Figure, FormattableString.Invariant($"dimension {dimension}, {fields[0].Fakes.Rows} trainings of a discriminator in each panel, arrows of equal length; of the first: {VectorField.Caption(_fields[0].Experiment)}")).Save(sheet, path);
        NumpyArchive.Write($"{path}.npz", fields.Zip(_fields).SelectMany(pair => pair.First.Arrays.Select(array => (Name: $"{pair.Second.Name}_{array.Key}", array.Value))).ToDictionary(array => array.Name, array => array.Value));
    }
}
