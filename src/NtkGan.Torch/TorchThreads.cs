using NtkGan.Numerics;
using TorchSharp;

namespace NtkGan.Torch;

/// <summary>How the library keeps torch's results the same bits for any number of threads: each thread of ours runs torch on itself alone,
/// and parallel work is made of the fixed blocks of <see cref="Workers"/>.</summary>
internal static class TorchThreads
{
    [ThreadStatic]
    private static bool _isAlone;

    /// <summary>Makes torch compute on the calling thread alone, from now on.</summary>
    public static void UseOwn()
    {
        if (_isAlone) return;
        torch.set_num_threads(1);
        _isAlone = true;
    }

    /// <summary>Runs the body for each block of 0..count on the workers, freeing the tensors it makes.</summary>
    public static void ForBlocks(int count, int block, Action<int, int> body)
    {
        Workers.ForBlocks(count, block, (start, end) =>
        {
            UseOwn();
            using var scope = torch.NewDisposeScope();
            body(start, end);
        });

        // What the body holds must not be finalised while torch still reads it.
        GC.KeepAlive(body);
    }
}
