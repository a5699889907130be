using NtkGan.Kernels;

namespace NtkGan.Games;

/// <summary>How, and for how long, the discriminator is trained between two moves of the generator.</summary>
[Family("training")]
public abstract record Training
{
    /// <summary>Sets the time.</summary>
    /// <param name="time">Training time.</param>
    protected Training(double time) => Time = time;

    /// <summary>Training time t of the gradient flow of unit rate on L_D: K steps of a learning rate h take the time h K. At least 0.</summary>
    /// <exception cref="UsageException">Negative or NaN, or infinite where training takes steps.</exception>
    public double Time { get; init => field = Checked(value); }

    /// <summary>The time, if this kind of training can take it.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    private protected virtual double Checked(double time) => time >= 0 ? time
        : throw new UsageException($"time must be a number of at least 0, not {time.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}.");

    /// <summary>A discriminator ready to be trained.</summary>
    /// <param name="kernel">The kernel of the discriminator; its network, where it is trained at finite width.</param>
    /// <param name="loss">The adversarial loss.</param>
    /// <param name="normalisation">How points are weighted in it.</param>
    /// <param name="initial">f_0, the discriminator before training; null for the training's own (0 at infinite width).</param>
    /// <param name="seed">The seed of what is random in it.</param>
    /// <exception cref="UsageException">This kind of training cannot treat the loss or the kernel; the message says which can.</exception>
    public abstract DiscriminatorTrainer Start(Kernel kernel, Loss loss, Normalisation normalisation = Normalisation.PerMeasure,
        Discriminator? initial = null, ulong seed = 1);
}
