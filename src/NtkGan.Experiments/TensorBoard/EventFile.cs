using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using NtkGan.Data.Files;

namespace NtkGan.Experiments.TensorBoard;

/// <summary>A file of events that TensorBoard shows: metrics as scalars, pictures as images. Every event reaches the file whole, so that a killed run
/// leaves a file that reads, and one that goes on writes a new file beside the old, from which the events of its steps are dropped.</summary>
/// <remarks>The messages are tensorflow.Event, Summary and SessionLog (tensorflow/core/util/event.proto and framework/summary.proto).</remarks>
internal sealed partial class EventFile : IDisposable
{
    private const string Version = "brain.Event:2", Digits = "D10";
    private const ulong Started = 1;

    private readonly FileStream _file;

    private EventFile(string path) => _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>Begins a file in a run's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="firstStep">The step that the run begins or goes on with: events of this and later steps in earlier files are dropped.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static EventFile Open(string folder, long firstStep)
    {
        var earlier = PathsIn(folder);
        foreach (var path in earlier)
        {
            var kept = Records.Of(File.ReadAllBytes(path)).Where(record => StepOf(record) < firstStep).ToList();
            AtomicFile.Write(path, stream => kept.ForEach(record => Records.Write(stream, record)));
        }

        // TensorBoard reads the files of a folder in the order of their names.
        var number = Math.Max(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), earlier.Count == 0 ? 0 : NumberOf(earlier[^1]) + 1);
        var file = new EventFile(Path.Combine(folder, $"events.out.tfevents.{number.ToString(Digits, CultureInfo.InvariantCulture)}.ntkgan"));
        file.Add(0, new ProtobufWriter().Text(3, Version));
        if (firstStep > 0) file.Add(firstStep, new ProtobufWriter().Message(7, new ProtobufWriter().Number(1, Started))); // a TensorBoard that reads now forgets what was dropped
        return file;
    }

    /// <summary>The event files of a folder, in order.</summary>
    public static IReadOnlyList<string> PathsIn(string folder) =>
        [.. Directory.GetFiles(folder).Where(path => Name().IsMatch(Path.GetFileName(path))).Order(StringComparer.Ordinal)];

    /// <summary>Adds the metrics of a step; one that is unavailable is left out.</summary>
    /// <param name="step">The step.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="values">Their values, written as numbers of 32 bits, as TensorBoard keeps them.</param>
    public void Add(long step, IReadOnlyList<string> columns, IReadOnlyList<double?> values)
    {
        var summary = new ProtobufWriter();
        foreach (var (column, value) in columns.Zip(values))
            if (value is { } number) summary.Message(1, new ProtobufWriter().Text(1, column).Single(2, (float)number));
        if (!summary.IsEmpty) Add(step, new ProtobufWriter().Message(5, summary));
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="step">The step.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="png">The PNG.</param>
    public void AddPicture(long step, string name, byte[] png)
    {
        const int width = 16, height = 20, colours = 4; // where the first chunk of a PNG has its size; RGBA
        var image = new ProtobufWriter().Number(1, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(height))).Number(2, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(width))).Number(3, colours).Bytes(4, png);
        Add(step, new ProtobufWriter().Message(5, new ProtobufWriter().Message(1, new ProtobufWriter().Text(1, name).Message(4, image))));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Add(long step, ProtobufWriter content)
    {
        var time = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        Records.Write(_file, [.. new ProtobufWriter().Double(1, time).Number(2, (ulong)step).Content, .. content.Content]);
    }

    // After the time, 9 bytes, the step: a tag of a byte and seven bits in each that follows.
    private static long StepOf(byte[] record)
    {
        var step = 0L;
        for (int at = 10, shift = 0; at < record.Length && shift < 63; at++, shift += 7)
        {
            step |= (record[at] & 0x7FL) << shift;
            if (record[at] < 0x80) break;
        }

        return step;
    }

    private static long NumberOf(string path) => long.Parse(Name().Match(Path.GetFileName(path)).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>The names of event files that this program writes.</summary>
    [GeneratedRegex(@"^events\.out\.tfevents\.([0-9]{10,15})\.ntkgan\z")]
    private static partial Regex Name();
}
