using NtkGan.Networks;

namespace NtkGan.Torch;

/// <summary>Every finite network, images included, by torch in double precision on the CPU. Dense networks are left to the library's own engine.</summary>
[Named("torch")]
public sealed record TorchEngine : NetworkEngine
{
    /// <inheritdoc/>
    public override int Rank => 1;

    /// <inheritdoc/>
    public override Network? TryMake(NetworkDescription description, ulong seed, ulong number)
    {
        if (description.Precision != Precision.Double) throw new UsageException("Networks of images compute in double precision: leave out the single precision.");
        return TorchNetwork.Make(description, seed, number);
    }
}
