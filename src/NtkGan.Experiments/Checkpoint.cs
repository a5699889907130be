using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NtkGan.Data.Files;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Experiments;

/// <summary>A saved state of a run: an .npz that NumPy reads, whose zip comment holds the SHA-256 of all bytes before it, so that any
/// changed bit and any truncation is found.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Arrays">The state.</param>
/// <param name="Texts">What belongs to the state in words, by name, each not empty; saved as the numbers of the characters. None if not given.</param>
public sealed record Checkpoint(long Step, IReadOnlyDictionary<string, Matrix> Arrays, IReadOnlyDictionary<string, string>? Texts = null)
{
    private const string StepName = "step", TextPrefix = "text_";
    private const double LargestStep = 1L << 53;
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>What belongs to the state in words, by name.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; } = Texts ?? new Dictionary<string, string>();

    /// <summary>Writes a file: aside, flushed to the disk, then renamed.</summary>
    public void Write(string path)
    {
        var arrays = Arrays.ToDictionary(pair => pair.Key, pair => NumpyArray.Of(pair.Value));
        arrays.Add(StepName, NumpyArray.Of((double)Step));
        foreach (var (name, text) in Texts) arrays.Add(TextPrefix + name, NumpyArray.Of(SavedState.OfText(text)));
        using var content = new MemoryStream();
        NumpyArchive.Write(content, arrays);

        // A zip archive ends with the length of its comment, 0 so far.
        var bytes = content.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(^sizeof(ushort)), HashLength);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(bytes);
            stream.Write(Encoding.ASCII.GetBytes(HashOf(bytes)));
        });
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataFormatException">It is missing or damaged.</exception>
    public static Checkpoint Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataFormatException($"The checkpoint '{path}' cannot be read: {failure.Message}", failure);
        }

        if (bytes.Length <= HashLength || Encoding.ASCII.GetString(bytes.AsSpan(^HashLength..)) != HashOf(bytes.AsSpan(..^HashLength)))
            throw new InvalidDataFormatException($"The checkpoint '{path}' is damaged: its checksum does not fit its content.");
        var arrays = NumpyArchive.Read(path).ToDictionary(pair => pair.Key, pair => pair.Value.ToPoints());
        if (!arrays.Remove(StepName, out var step)) throw new InvalidDataFormatException($"'{path}' is no checkpoint: it has no array '{StepName}'.");
        if (step.Values is not [>= 0 and <= LargestStep] || step.Values[0] != Math.Floor(step.Values[0])) throw new InvalidDataFormatException($"'{path}' is no checkpoint: its array '{StepName}' is not one whole number of at least 0.");
        string[] names = [.. arrays.Keys.Where(name => name.StartsWith(TextPrefix, StringComparison.Ordinal))];
        var texts = names.ToDictionary(name => name[TextPrefix.Length..], name => SavedState.Text(arrays, name)!);
        foreach (var name in names) arrays.Remove(name);
        return new((long)step.Values[0], arrays, texts);
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
