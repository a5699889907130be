using NtkGan.Experiments.Distribution;

namespace NtkGan.Mpi;

/// <summary>A job of this process alone, without MPI.</summary>
public sealed class SingleProcess : Communicator
{
    /// <inheritdoc/>
    public override int Rank => 0;

    /// <inheritdoc/>
    public override int Size => 1;

    /// <inheritdoc/>
    public override void Broadcast(double[] values, int root = 0) => ArgumentOutOfRangeException.ThrowIfNotEqual(root, 0);

    /// <inheritdoc/>
    public override double[] AllGather(double[] own) => (double[])own.Clone();

    /// <inheritdoc/>
    public override void Barrier()
    {
    }

    /// <inheritdoc/>
    public override void Abort(string sentence, int code)
    {
        Console.Error.WriteLine(sentence);
        System.Environment.Exit(code);
    }

    internal override void Send(int target, int number, Parcel? parcel = null) => throw new InvalidOperationException("A single process has nobody to send to.");

    internal override bool TryReceive(out int source, out int number, out Parcel? parcel)
    {
        (source, number, parcel) = (0, 0, null);
        return false;
    }
}
