using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NtkGan.Experiments.Distribution;

namespace NtkGan.Mpi;

/// <summary>All processes that one mpiexec (or srun) has started, through MPI. One at a time in a process; to dispose of it is collective.</summary>
public sealed class MpiCommunicator : Communicator, IDisposable
{
    private const int Tag = 1, ChunkLength = 1 << 24, HeadLength = 3;

    private static bool _isResolved;

    private readonly MPI.Environment _environment;
    private readonly MPI.Intracommunicator _world;

    private MpiCommunicator()
    {
        string[] none = [];
        _environment = new MPI.Environment(ref none, MPI.Threading.Serialized);
        _world = MPI.Communicator.world;
    }

    /// <summary>True if this process was started by mpiexec or by srun with MPI.</summary>
    public static bool IsStartedByMpi => new[] { "PMI_RANK", "PMIX_RANK", "PMI_FD" }.Any(name => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <inheritdoc/>
    public override int Rank => _world.Rank;

    /// <inheritdoc/>
    public override int Size => _world.Size;

    /// <summary>Joins the other processes; collective.</summary>
    /// <exception cref="UsageException">There is no MPI library on this machine that can be used.</exception>
    public static MpiCommunicator Join()
    {
        if (!_isResolved) Resolve();
        _isResolved = true;
        try
        {
            return Open();
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new UsageException("The MPI library cannot be loaded: install MPICH (on Debian: apt-get install mpich), or Intel MPI or another library with its binary interface; on Windows Microsoft MPI.");
        }
    }

    /// <inheritdoc/>
    public override void Broadcast(double[] values, int root = 0)
    {
        for (var start = 0; start < values.Length; start += ChunkLength)
        {
            var chunk = values.AsSpan(start, Math.Min(ChunkLength, values.Length - start)).ToArray();
            _world.Broadcast(ref chunk, root);
            chunk.CopyTo(values, start);
        }
    }

    /// <inheritdoc/>
    public override double[] AllGather(double[] own)
    {
        var lengths = new double[Size];
        for (var rank = 0; rank < Size; rank++)
        {
            double[] length = [own.Length];
            Broadcast(length, rank);
            lengths[rank] = length[0];
        }

        var all = new List<double>();
        for (var rank = 0; rank < Size; rank++)
        {
            var part = rank == Rank ? (double[])own.Clone() : new double[(int)lengths[rank]];
            Broadcast(part, rank);
            all.AddRange(part);
        }

        return [.. all];
    }

    /// <inheritdoc/>
    public override void Barrier() => _world.Barrier();

    /// <inheritdoc/>
    public override void Abort(string sentence, int code)
    {
        Console.Error.WriteLine(sentence);
        Console.Error.Flush();
        _world.Abort(code);
    }

    internal override void Send(int target, int number, Parcel? parcel = null)
    {
        long[] head = [number, parcel?.Text.Length ?? -1, parcel?.Numbers.Length ?? 0];
        _world.Send(head, target, Tag);
        if (parcel is null) return;
        if (parcel.Text.Length > 0) _world.Send(MemoryMarshal.AsBytes(parcel.Text.AsSpan()).ToArray(), target, Tag);
        if (parcel.Numbers.Length > 0) _world.Send(Array.ConvertAll(parcel.Numbers, array => (long)array.Length), target, Tag);
        foreach (var array in parcel.Numbers)
            for (var start = 0; start < array.Length; start += ChunkLength) _world.Send(array.AsSpan(start, Math.Min(ChunkLength, array.Length - start)).ToArray(), target, Tag);
    }

    internal override bool TryReceive(out int source, out int number, out Parcel? parcel)
    {
        (source, number, parcel) = (0, 0, null);
        if (_world.ImmediateProbe(MPI.Communicator.anySource, Tag) is not { } status) return false;
        source = status.Source;
        var head = new long[HeadLength];
        _world.Receive(source, Tag, ref head);
        number = (int)head[0];
        if (head[1] < 0) return true;
        var text = new byte[sizeof(char) * (int)head[1]];
        if (text.Length > 0) _world.Receive(source, Tag, ref text);
        var lengths = new long[(int)head[2]];
        if (lengths.Length > 0) _world.Receive(source, Tag, ref lengths);
        var numbers = new double[lengths.Length][];
        for (var a = 0; a < numbers.Length; a++)
        {
            numbers[a] = new double[lengths[a]];
            for (var start = 0; start < numbers[a].Length; start += ChunkLength)
            {
                var chunk = new double[Math.Min(ChunkLength, numbers[a].Length - start)];
                _world.Receive(source, Tag, ref chunk);
                chunk.CopyTo(numbers[a], start);
            }
        }

        parcel = new(MemoryMarshal.Cast<byte, char>(text).ToString(), numbers);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _environment.Dispose();

    // Apart, for MPI.NET's types look for their library as soon as a method that names them is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MpiCommunicator Open() => new();

    // MPI.NET asks for Microsoft's library. MPICH and its kin have the same handles and the same layout of a status.
    private static void Resolve() => NativeLibrary.SetDllImportResolver(typeof(MPI.Environment).Assembly, (name, assembly, path) =>
        OperatingSystem.IsWindows() || !name.StartsWith("msmpi", StringComparison.OrdinalIgnoreCase) ? 0 : Load());

    // UCX, on which MPICH may stand, takes the signal of a bad address for itself, and with it every null reference, which .NET makes an exception of,
    // would end the process. It reads the environment of C, which .NET's own does not reach.
    private static nint Load()
    {
        _ = SetVariable("UCX_ERROR_SIGNALS", "", 0);
        return NativeLibrary.Load("libmpich.so.12");
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetVariable([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrites);
}
