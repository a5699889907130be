namespace NtkGan.Stability;

/// <summary>A number of a game that can be moved.</summary>
public enum GameParameter
{
    /// <summary>The kernel's width sigma = sqrt(K(0)/gamma); all length scales of a composed kernel move in proportion.</summary>
    Width,

    /// <summary>The discriminator's weight decay lambda.</summary>
    Regularisation,

    /// <summary>The discriminator's step size eta_d.</summary>
    DiscriminatorRate,

    /// <summary>The generated points' step size eta_g.</summary>
    GeneratorRate,

    /// <summary>The total mass of the generated points, which share it in fixed proportions.</summary>
    Mass,
}

/// <summary>The five numbers over which a game's fate is mapped.</summary>
/// <param name="Width">sigma > 0.</param>
/// <param name="Regularisation">lambda >= 0.</param>
/// <param name="DiscriminatorRate">eta_d > 0.</param>
/// <param name="GeneratorRate">eta_g > 0.</param>
/// <param name="Mass">sum_j q_j > 0.</param>
public readonly record struct GameParameters(double Width, double Regularisation, double DiscriminatorRate, double GeneratorRate, double Mass)
{
    /// <summary>One of them.</summary>
    public double this[GameParameter parameter] => parameter switch
    {
        GameParameter.Width => Width,
        GameParameter.Regularisation => Regularisation,
        GameParameter.DiscriminatorRate => DiscriminatorRate,
        GameParameter.GeneratorRate => GeneratorRate,
        _ => Mass,
    };

    /// <summary>The same with one changed.</summary>
    public GameParameters With(GameParameter parameter, double value) => parameter switch
    {
        GameParameter.Width => this with { Width = value },
        GameParameter.Regularisation => this with { Regularisation = value },
        GameParameter.DiscriminatorRate => this with { DiscriminatorRate = value },
        GameParameter.GeneratorRate => this with { GeneratorRate = value },
        _ => this with { Mass = value },
    };

    /// <summary>These numbers, if all are in their domains.</summary>
    /// <exception cref="UsageException">One is not.</exception>
    public GameParameters Checked()
    {
        Require.Positive(Width);
        Require.NonNegative(Regularisation);
        Require.Positive(DiscriminatorRate);
        Require.Positive(GeneratorRate);
        Require.Positive(Mass);
        return this;
    }
}
