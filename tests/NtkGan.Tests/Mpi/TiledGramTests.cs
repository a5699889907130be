using NtkGan.Data.Files;
using NtkGan.Experiments.Distribution;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Mpi;

/// <summary>Gram matrices in files: whole or not there, and never computed twice.</summary>
public sealed class TiledGramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Matrix _x = Points(37), _y = Points(23);

    private string File => _folder["K.npy"];

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(5), InlineData(16), InlineData(37), InlineData(100)]
    public void The_file_holds_the_matrix(int tile)
    {
        var whole = new TiledGram(File, new GaussianKernel(), _x, null, tile);
        Assert.Equal(whole.Tiles, whole.Run(TaskPool.Present));
        Assert.Equal(new GaussianKernel().Gram(_x).Values.ToArray(), NumpyFile.Read(File).Values.ToArray());
        new TiledGram(File, new GaussianKernel(), _x, _y, tile).Run(TaskPool.Present, replace: true);
        Assert.Equal(new GaussianKernel().Gram(_x, _y).Values.ToArray(), NumpyFile.Read(File).Values.ToArray());
        Assert.Equal(["K.npy", "K.npy.tiles"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_was_ended_goes_on_and_until_then_has_another_name()
    {
        var gram = new TiledGram(File, new GaussianKernel(), _x, null, 8);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => gram.Run(TaskPool.Present, progress: new After(4, stop.Cancel), cancellation: stop.Token));
        Assert.Equal(["K.npy.part", "K.npy.tiles"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        System.IO.File.AppendAllText($"{File}.tiles", "9 0123456789AB"); // a note cut short
        Assert.Equal(gram.Tiles - 4, new TiledGram(File, new GaussianKernel(), _x, null, 8).Run(TaskPool.Present));
        Assert.Equal(0, gram.Run(TaskPool.Present));
        Assert.Equal(new GaussianKernel().Gram(_x).Values.ToArray(), NumpyFile.Read(File).Values.ToArray());
    }

    [Theory, InlineData(200), InlineData(37 * 37 * 8 + 100)]
    public void A_damaged_tile_alone_is_computed_anew(int place)
    {
        var gram = new TiledGram(File, new GaussianKernel(), _x, null, 8);
        gram.Run(TaskPool.Present);
        var bytes = System.IO.File.ReadAllBytes(File);
        var damaged = (byte[])bytes.Clone();
        damaged[place] ^= 1;
        System.IO.File.WriteAllBytes(File, damaged);
        Assert.Equal(1, gram.Run(TaskPool.Present));
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Another_matrix_is_neither_replaced_nor_gone_on_with()
    {
        new TiledGram(File, new GaussianKernel(), _x, null, 8).Run(TaskPool.Present);
        var bytes = System.IO.File.ReadAllBytes(File);
        foreach (var other in new[] { new TiledGram(File, new GaussianKernel(2), _x, null, 8), new TiledGram(File, new GaussianKernel(), _y, null, 8), new TiledGram(File, new GaussianKernel(), _x, null, 9) })
            Assert.Contains("another matrix", Assert.Throws<UsageException>(() => other.Run(TaskPool.Present)).Message);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_file_that_the_disk_cannot_hold_is_refused() =>
        Assert.Contains("on its disk", Assert.Throws<UsageException>(() => TileFile.RefuseWithoutRoom(File, 1e18)).Message);

    private static Matrix Points(int count)
    {
        var random = CounterRandom.For((ulong)count, "tiles");
        var points = new Matrix(count, 3);
        foreach (ref var value in points.Values) value = random.NextNormal();
        return points;
    }

    private sealed class After(int count, Action act) : IProgress<int>
    {
        private int _count;

        public void Report(int value)
        {
            if (++_count == count) act();
        }
    }
}
