namespace NtkGan.Networks;

/// <summary>What makes and computes finite networks.</summary>
[Family("engine")]
public abstract record NetworkEngine
{
    /// <summary>Lower comes first where several engines can make a network.</summary>
    public abstract int Rank { get; }

    /// <summary>The network with the parameters that a seed draws, or null where the engine makes none of that kind.</summary>
    /// <param name="description">What it is a network of.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="number">Which of the seed's many networks.</param>
    /// <exception cref="UsageException">No finite network of that kind exists.</exception>
    public abstract Network? TryMake(NetworkDescription description, ulong seed, ulong number);

    internal static Network Make(NetworkDescription description, ulong seed, ulong number) => Catalog.Members<NetworkEngine>()
        .Select(member => (NetworkEngine)member.Example()).OrderBy(engine => engine.Rank).Select(engine => engine.TryMake(description, seed, number)).FirstOrDefault(network => network is not null)
        ?? throw new UsageException("Finite networks of images (convolutions, pooling) are computed by torch: run this with ntkgan-torch, or reference the package NtkGan.Torch.");
}
