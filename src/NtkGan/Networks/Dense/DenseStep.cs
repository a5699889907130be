using NtkGan.Architectures;

namespace NtkGan.Networks.Dense;

/// <summary>One step of a dense network, from numbered signals to a new one.</summary>
/// <param name="Output">The signal it makes.</param>
internal abstract record DenseStep(int Output)
{
    /// <summary>z = s w h + r beta.</summary>
    public sealed record Affine(int Input, int Output, Parameter Weights, double WeightScale, Parameter? Biases, double BiasScale, int Index) : DenseStep(Output);

    /// <summary>phi, entry by entry.</summary>
    public sealed record Pointwise(int Input, int Output, Activation Activation) : DenseStep(Output);

    /// <summary>(z - mean)/sqrt(variance + eps) over the features.</summary>
    public sealed record Normalisation(int Input, int Output, double Epsilon) : DenseStep(Output);

    /// <summary>A layer's own map of the features.</summary>
    public sealed record Own(int Input, int Output, FeatureLayer Layer) : DenseStep(Output);

    /// <summary>sum_b w_b z_b.</summary>
    public sealed record Sum(IReadOnlyList<(double Weight, int Signal)> Terms, int Output) : DenseStep(Output);
}

/// <summary>A dense network without its parameters: steps over numbered signals, of which the first is the input.</summary>
/// <param name="Steps">The steps, in the order in which they can be carried out.</param>
/// <param name="Features">Features of each signal.</param>
/// <param name="Output">The signal that is the result.</param>
/// <param name="Parameters">The places of its parameters.</param>
internal sealed record DenseProgram(IReadOnlyList<DenseStep> Steps, IReadOnlyList<int> Features, int Output, IReadOnlyList<Parameter> Parameters)
{
    /// <summary>The steps that have parameters.</summary>
    public IReadOnlyList<DenseStep.Affine> Affine { get; } = [.. Steps.OfType<DenseStep.Affine>()];

    /// <summary>Which rectifiers its products take over.</summary>
    public RectifierPlan Rectifiers => field ??= new(this);

    /// <summary>The program of an architecture, or null where it is no dense network.</summary>
    /// <exception cref="UsageException">No finite network of that kind exists.</exception>
    public static DenseProgram? TryMake(NetworkDescription description)
    {
        var builder = new DenseBuilder(description.Input);
        var layers = description.Layers;
        if (!description.IsAntisymmetric) return builder.Build(layers, "") is { } output ? builder.Program(output) : null;
        return builder.Build(layers, "plus_") is { } first && builder.Build(layers, "minus_") is { } second
            ? builder.Program(builder.Add([(Math.Sqrt(0.5), first), (-Math.Sqrt(0.5), second)])) : null;
    }
}
