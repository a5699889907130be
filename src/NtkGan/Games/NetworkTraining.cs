using System.Globalization;
using NtkGan.Kernels;
using NtkGan.Kernels.Transforms;
using NtkGan.Movers;
using NtkGan.Networks;

namespace NtkGan.Games;

/// <summary>Training of the finite network behind a neural kernel, by gradients of all its weights. Its time is the learning rate times the
/// number of steps, so that plain gradient descent on a wide antisymmetric network does what Euler steps of the same size do at infinite
/// width. The kernel's input transform, if it has one, comes before the network.</summary>
[Named("network")]
public sealed record NetworkTraining : Training
{
    private const double WholeStep = 1e-9;

    /// <summary>Describes the training.</summary>
    /// <param name="time">Training time T, finite: ceil(T/eta) steps, at least 1, the last one shortened where T/eta is not whole.</param>
    /// <param name="optimizer">How the weights move, with the learning rate eta; plain gradient descent of rate 0.1 if nothing is given.</param>
    /// <param name="steps">Steps of each training, instead of those that the time gives, all of the full learning rate.</param>
    /// <param name="antisymmetric">F = (f(theta_1) - f(theta_2))/sqrt(2) with equal halves before training: f_0 = 0, as at infinite width.</param>
    /// <param name="reset">New weights, and a fresh optimiser, before each training; else it goes on from where the last one ended.</param>
    /// <param name="gradientPenalty">The factor of mean (|grad f| - 1)^2 at random points between fakes and targets, at least 0 (Gulrajani et
    /// al. 2017: 10); 0 for none.</param>
    /// <param name="spectralNormalization">Whether every matrix of weights is divided by its largest singular value (Miyato et al. 2018).</param>
    /// <param name="precision">The numbers in which the network computes.</param>
    /// <exception cref="UsageException">A number out of range.</exception>
    public NetworkTraining(double time = 1, Mover? optimizer = null, int? steps = null, bool antisymmetric = false, bool reset = false, double gradientPenalty = 0,
        bool spectralNormalization = false, Precision precision = Precision.Double)
        : base(time)
    {
        (Optimizer, Steps, Antisymmetric, Reset) = ((optimizer ?? new Sgd()).WithUsualRate(Adam.UsualRate), steps is { } count ? Require.AtLeast(1, count, nameof(steps)) : null, antisymmetric, reset);
        (SpectralNormalization, Precision) = (spectralNormalization, precision);
        GradientPenalty = Require.NonNegative(gradientPenalty);
        if (Steps is null && Optimizer.Rate is null)
            throw new UsageException($"{Catalog.NameOf(Optimizer.GetType())} finds the sizes of its steps itself, so that no time counts them: give the number of steps.");
        if (Optimizer.NeedsCost && GradientPenalty > 0)
            throw new UsageException($"{Catalog.NameOf(Optimizer.GetType())} compares costs, and a gradient penalty is known by its gradient alone: leave out the penalty, or take adam.");
    }

    /// <summary>The optimiser.</summary>
    public Mover Optimizer { get; }

    /// <summary>Steps of each training, or null for those that the time gives.</summary>
    public int? Steps { get; }

    /// <summary>Whether the network is the difference of two equal halves.</summary>
    public bool Antisymmetric { get; }

    /// <summary>Whether each training begins with new weights.</summary>
    public bool Reset { get; }

    /// <summary>The factor of the penalty.</summary>
    public double GradientPenalty { get; }

    /// <summary>Whether matrices of weights are divided by their largest singular values.</summary>
    public bool SpectralNormalization { get; }

    /// <summary>The numbers in which the network computes.</summary>
    public Precision Precision { get; }

    private protected override double Checked(double time) => double.IsInfinity(time) ? throw new UsageException("Training by network needs a finite time.") : base.Checked(time);

    /// <summary>The learning rates of the steps of one training.</summary>
    /// <exception cref="UsageException">The time takes too many steps.</exception>
    public IEnumerable<double> Rates()
    {
        var rate = Optimizer.Rate ?? 1;
        if (Steps is { } count) return Enumerable.Repeat(rate, count);
        var steps = Math.Max(1, Math.Ceiling(Time / rate - WholeStep));
        return steps <= int.MaxValue ? Enumerable.Range(0, (int)steps).Select(k => Math.Min(rate, Time - k * rate))
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"A time of {Time} in steps of {rate} takes too many steps: enlarge the learning rate."));
    }

    /// <inheritdoc/>
    public override DiscriminatorTrainer Start(Kernel kernel, Loss loss, Normalisation normalisation = Normalisation.PerMeasure,
        Discriminator? initial = null, ulong seed = 1)
    {
        var (inner, transform) = kernel is TransformedKernel outer ? (outer.Kernel, outer.Transform) : (kernel, new IdentityTransform());
        if (inner is not NeuralKernel { Variant: KernelKind.Ntk } neural)
            throw new UsageException($"Training by network needs the kernel 'neural' of variant ntk, whose network it trains, not '{Catalog.NameOf(inner.GetType())}'{(inner is NeuralKernel ? " of variant nngp" : "")}.");
        if (initial is not null) throw new UsageException("Training by network starts from the network's own weights: it cannot take another f_0.");
        return new NetworkTrainer(this, neural.Architecture, neural.Shape, transform, loss, normalisation, seed);
    }
}
