using NtkGan.Experiments.Distribution;

namespace NtkGan.Mpi;

/// <summary>The processes of one job, numbered from 0, and what they tell each other. Every process must call a collective operation, all in the same order.</summary>
public abstract class Communicator
{
    private protected Communicator()
    {
    }

    /// <summary>This process' number, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>Processes, at least 1.</summary>
    public abstract int Size { get; }

    /// <summary>Collective: gives all processes the numbers of one.</summary>
    /// <param name="values">Of the root what is sent; of the others what receives it, of the same length.</param>
    /// <param name="root">The process that sends.</param>
    public abstract void Broadcast(double[] values, int root = 0);

    /// <summary>Collective: the numbers of all processes, in the order of their ranks; lengths may differ.</summary>
    public abstract double[] AllGather(double[] own);

    /// <summary>Collective: returns when all processes have called it.</summary>
    public abstract void Barrier();

    /// <summary>Ends all processes at once.</summary>
    /// <param name="sentence">Why, for the person who started them: on the error output.</param>
    /// <param name="code">The exit code of the job, not 0.</param>
    public abstract void Abort(string sentence, int code);

    /// <summary>Collective: the sum of numbers, one of each block of the whole work, in the order of the blocks. The bits depend on how the work was cut into
    /// blocks, and not on how many processes had them.</summary>
    /// <param name="ownBlocks">Of this process' blocks, which follow on those of the ranks before it.</param>
    public double AllReduce(double[] ownBlocks)
    {
        var sum = 0.0;
        foreach (var block in AllGather(ownBlocks)) sum += block;
        return sum;
    }

    /// <summary>Collective: gives all processes the parcel of the first, which alone needs to bring one.</summary>
    internal Parcel Broadcast(Parcel? own)
    {
        double[] count = [own?.Numbers.Length ?? 0];
        Broadcast(count);
        double[] lengths = own is null ? new double[(int)count[0] + 1] : [own.Text.Length, .. own.Numbers.Select(array => (double)array.Length)];
        Broadcast(lengths);
        var text = own is null ? new double[(int)lengths[0]] : [.. own.Text.Select(letter => (double)letter)];
        Broadcast(text);
        var numbers = own?.Numbers ?? [.. lengths[1..].Select(length => new double[(int)length])];
        foreach (var array in numbers) Broadcast(array);
        return own ?? new(string.Concat(text.Select(letter => (char)letter)), numbers);
    }

    /// <summary>Sends a number and a parcel to one process.</summary>
    internal abstract void Send(int target, int number, Parcel? parcel = null);

    /// <summary>What another process has sent, if anything.</summary>
    internal abstract bool TryReceive(out int source, out int number, out Parcel? parcel);
}
