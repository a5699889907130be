using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>An axis of the atlas: a parameter of the game, with a fine grid for the prediction and a coarse one for simulations in the middles of as many
/// equal parts.</summary>
/// <param name="Parameter">Which number of the game.</param>
/// <param name="From">Its first value; above 0, or at least 0 for the regularisation on a linear scale.</param>
/// <param name="To">Its last value, above the first.</param>
/// <param name="Count">Values of the prediction, at least 2.</param>
/// <param name="Simulations">Values of the simulations, at least 1.</param>
/// <param name="Scale">How values are spread.</param>
public sealed record AtlasAxis(GameParameter Parameter, double From, double To, int Count = 150, int Simulations = 16, AxisScale Scale = AxisScale.Logarithmic)
{
    /// <summary>Widths over a decade.</summary>
    public static AtlasAxis Example => new(GameParameter.Width, .1, 1);

    /// <summary>Which number of the game.</summary>
    public GameParameter Parameter { get; } = Parameter;

    /// <summary>Its first value.</summary>
    public double From { get; } = From;

    /// <summary>Its last value.</summary>
    public double To { get; } = To;

    /// <summary>Values of the prediction.</summary>
    public int Count { get; } = Count;

    /// <summary>Values of the simulations.</summary>
    public int Simulations { get; init => field = Require.AtLeast(1, value, nameof(Simulations)); } = Require.AtLeast(1, Simulations);

    /// <summary>How values are spread.</summary>
    public AxisScale Scale { get; } = Scale;

    /// <summary>The values of the prediction.</summary>
    internal GridAxis Grid { get; } = new(Parameter == GameParameter.Regularisation ? Require.NonNegative(From, nameof(From)) : Require.Positive(From, nameof(From)), To, Count, Scale);

    /// <summary>Value number i of the simulations.</summary>
    internal double Simulated(int i) => Grid.At((i + .5) / Simulations);

    /// <summary>The parameter's name and letter.</summary>
    internal string Label => Parameter switch
    {
        GameParameter.Width => "kernel width \u03c3",
        GameParameter.Regularisation => "regularisation \u03bb",
        GameParameter.DiscriminatorRate => "discriminator's step size \u03b7d",
        GameParameter.GeneratorRate => "generator's step size \u03b7g",
        _ => "generated mass \u03a3q",
    };
}
