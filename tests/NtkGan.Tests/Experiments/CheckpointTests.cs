using NtkGan.Experiments;
using NtkGan.Numerics;

namespace NtkGan.Tests.Experiments;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Checkpoint Example(long step = 7) => new(step, new Dictionary<string, Matrix>
    {
        ["x"] = Matrix.Of(new[,] { { 1.0, -0.0 }, { double.Epsilon, double.MaxValue }, { 0.1, 1.0 / 3 } }),
        ["time"] = Matrix.Column(0.3),
    });

    [Fact]
    public void Reads_back_the_same_bits()
    {
        Example().Write(_folder["c.npz"]);
        var read = Checkpoint.Read(_folder["c.npz"]);
        Assert.Equal(7, read.Step);
        Assert.Equal(["time", "x"], read.Arrays.Keys.Order());
        foreach (var (name, matrix) in Example().Arrays)
            Assert.Equal(matrix.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), read.Arrays[name].Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Any_flipped_bit_is_found()
    {
        Example().Write(_folder["c.npz"]);
        var bytes = File.ReadAllBytes(_folder["c.npz"]);
        for (var bit = 0; bit < 8 * bytes.Length; bit += 13)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(_folder["d.npz"], damaged);
            Assert.Contains("is damaged", Assert.Throws<InvalidDataFormatException>(() => Checkpoint.Read(_folder["d.npz"])).Message);
        }
    }

    [Fact]
    public void Any_truncation_or_addition_is_found()
    {
        Example().Write(_folder["c.npz"]);
        var bytes = File.ReadAllBytes(_folder["c.npz"]);
        foreach (var length in new[] { 0, 1, 63, 64, 65, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(_folder["d.npz"], bytes[..length]);
            Assert.Throws<InvalidDataFormatException>(() => Checkpoint.Read(_folder["d.npz"]));
        }

        File.WriteAllBytes(_folder["d.npz"], [.. bytes, 0]);
        Assert.Throws<InvalidDataFormatException>(() => Checkpoint.Read(_folder["d.npz"]));
        Assert.Throws<InvalidDataFormatException>(() => Checkpoint.Read(_folder["missing.npz"]));
    }

    [Fact]
    public void Another_reader_of_npz_opens_it()
    {
        Example().Write(_folder["c.npz"]);
        var arrays = NumSharp.np.load_npz(_folder["c.npz"]);
        Assert.Equal(1.0 / 3, arrays["state/x"].GetDouble(2, 1));
    }
}
