using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NtkGan.Data.Files;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Experiments;

/// <summary>A saved state of a run: an .npz that NumPy reads, whose zip comment holds the SHA-256 of all bytes before it, so that any
/// changed bit and any truncation is found. Its arrays are <c>format</c>, the number of this layout, <c>step</c>, <c>text/...</c> and <c>state/...</c>.</summary>
/// <param name="step">Steps done.</param>
/// <param name="arrays">The state.</param>
/// <param name="texts">What belongs to the state in words, by name, each not empty; saved as the numbers of the characters. None if not given.</param>
public sealed class Checkpoint(long step, IReadOnlyDictionary<string, Matrix> arrays, IReadOnlyDictionary<string, string>? texts = null)
{
    private const string FormatName = "format", StepName = "step", TextScope = "text", StateScope = "state";
    private const int Format = 2;
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>Steps done.</summary>
    public long Step { get; } = step;

    /// <summary>The state, by name.</summary>
    public IReadOnlyDictionary<string, Matrix> Arrays { get; } = arrays;

    /// <summary>What belongs to the state in words, by name.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; } = texts ?? new Dictionary<string, string>();

    /// <summary>Writes a file: aside, flushed to the disk, then renamed.</summary>
    public void Write(string path)
    {
        var header = StateWriter.Of(state =>
        {
            state.Set(FormatName, Format);
            state.Set(StepName, Step);
            foreach (var (name, text) in Texts) state.Scope(TextScope).Set(name, text);
        });
        using var content = new MemoryStream();
        NumpyArchive.Write(content, header.Concat(Arrays.Select(array => new KeyValuePair<string, Matrix>($"{StateScope}/{array.Key}", array.Value)))
            .ToDictionary(array => array.Key, array => NumpyArray.Of(array.Value)));

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
        if (!arrays.TryGetValue(FormatName, out var format) || format.Values is not [Format])
            throw new InvalidDataFormatException($"The checkpoint '{path}' has the layout of another version of the program: go on with that version.");
        try
        {
            return StateReader.Read(arrays, state =>
            {
                state.Count(FormatName);
                var texts = state.Scope(TextScope);
                return new Checkpoint(state.Whole(StepName), state.Scope(StateScope).Matrices(), texts.Names.ToDictionary(name => name, texts.Text));
            });
        }
        catch (InvalidDataFormatException failure)
        {
            throw new InvalidDataFormatException($"'{path}' is no checkpoint. {failure.Message}", failure);
        }
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
