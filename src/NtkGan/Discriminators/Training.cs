namespace NtkGan.Discriminators;

/// <summary>How the discriminator is trained between two moves of the generator: a map from a problem to the coefficients of its expansion.</summary>
[Family("training")]
public abstract record Training
{
    private readonly double _time;

    /// <summary>Sets the time.</summary>
    /// <param name="time">Training time.</param>
    protected Training(double time) => Time = time;

    /// <summary>Training time t of the gradient flow of unit rate on L_D: K steps of a learning rate h take the time h K. At least 0.</summary>
    /// <exception cref="UsageException">Negative or NaN.</exception>
    public double Time
    {
        get => _time;
        init => _time = value >= 0 ? value : throw new UsageException($"time must be a number of at least 0, not {value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}.");
    }

    /// <summary>Trains from c = 0.</summary>
    /// <exception cref="UsageException">This kind of training cannot treat the problem; the message says which can.</exception>
    /// <exception cref="NumericalException">No finite answer exists.</exception>
    public abstract TrainingResult Train(TrainingProblem problem);

    /// <summary>The time, if it is finite.</summary>
    /// <exception cref="UsageException">It is infinite.</exception>
    protected double FiniteTime => double.IsFinite(Time) ? Time
        : throw new UsageException($"Training by {Catalog.NameOf(GetType())} needs a finite time; only exact training of lsgan and hinge has a limit.");
}
