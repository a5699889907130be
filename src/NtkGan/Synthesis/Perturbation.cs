namespace NtkGan.Synthesis;

/// <summary>Noise that is added to the samples in every step: Z &lt;- clip(Z - step - scale(k) xi), k = 1, 2, ..., xi standard normal, fresh in each
/// step and for each replica. The scale is in units of the data and is not multiplied by a learning rate.</summary>
[Family("perturbation")]
public abstract record Perturbation
{
    /// <summary>The standard deviation of the noise of step k = 1, 2, ...</summary>
    public abstract double Scale(long step);
}
