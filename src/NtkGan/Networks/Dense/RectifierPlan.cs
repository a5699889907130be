using System.Runtime.CompilerServices;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;

namespace NtkGan.Networks.Dense;

/// <summary>Which rectifiers of a program are applied where a product ends, and which are gone back through there: those with slope 1 above 0 and at least
/// 0 below, whose values alone tell on which side of 0 they were, between layers that nothing else looks at.</summary>
internal sealed class RectifierPlan : IFormulaVisitor
{
    private readonly Dictionary<int, DenseStep.Pointwise> _after = [], _before = [];
    private readonly Dictionary<DenseStep.Pointwise, double> _below = [];
    private double? _found;

    /// <summary>The plan of a program.</summary>
    public RectifierPlan(DenseProgram program)
    {
        var uses = new int[program.Features.Count];
        uses[program.Output]++;
        foreach (var step in program.Steps)
            foreach (var input in InputsOf(step)) uses[input]++;
        foreach (var step in program.Steps.OfType<DenseStep.Pointwise>())
        {
            _found = null;
            step.Activation.Visit(this);
            if (_found is not { } below || uses[step.Input] != 1 || program.Affine.FirstOrDefault(affine => affine.Output == step.Input) is not { } maker) continue;
            _below[step] = below;
            _after[maker.Index] = step;
            if (uses[step.Output] == 1 && program.Affine.FirstOrDefault(affine => affine.Input == step.Output) is { } user) _before[user.Index] = step;
        }
    }

    /// <summary>The rectifier of a layer's result, or null.</summary>
    public DenseStep.Pointwise? After(DenseStep.Affine step) => _after.GetValueOrDefault(step.Index);

    /// <summary>The rectifier that made what enters a layer, if that layer's way back goes through it, or null.</summary>
    public DenseStep.Pointwise? Before(DenseStep.Affine step) => _before.GetValueOrDefault(step.Index);

    /// <summary>The slope below 0 of a rectifier in the plan, or null.</summary>
    public double? Below(DenseStep.Pointwise step) => _below.TryGetValue(step, out var below) ? below : null;

    /// <summary>Whether the layer that a rectifier's values enter goes back through it.</summary>
    public bool IsPassed(DenseStep.Pointwise step) => _before.ContainsValue(step);

    /// <inheritdoc/>
    public void Visit<TFormula>(TFormula formula) where TFormula : struct, IPointwiseFormula
    {
        if (typeof(TFormula) != typeof(RectifierFormula)) return;
        var (below, above) = Unsafe.As<TFormula, RectifierFormula>(ref formula);
        if (above == 1 && below >= 0) _found = below;
    }

    private static int[] InputsOf(DenseStep step) => step switch
    {
        DenseStep.Affine affine => [affine.Input],
        DenseStep.Pointwise pointwise => [pointwise.Input],
        DenseStep.Normalisation normalisation => [normalisation.Input],
        DenseStep.Own own => [own.Input],
        DenseStep.Sum sum => [.. sum.Terms.Select(term => term.Signal)],
        _ => throw new NotSupportedException($"{step.GetType().Name} has inputs that nobody knows."),
    };
}
