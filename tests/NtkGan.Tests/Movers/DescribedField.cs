using NtkGan.Movers;

namespace NtkGan.Tests.Movers;

/// <summary>A field that tests describe by functions.</summary>
internal sealed class DescribedField(Func<double[], (double Cost, double[] Gradient)> evaluate, int? pointLength = null, Action<double[]>? confine = null, Action<double[], double[]>? release = null) : MovingField
{
    public int Evaluations { get; private set; }

    public override int PointLength(int count) => pointLength ?? count;

    public override double Evaluate(double[] position, double[] gradient)
    {
        Evaluations++;
        var (cost, slopes) = evaluate(position);
        slopes.CopyTo(gradient, 0);
        return cost;
    }

    public override void Confine(double[] position) => confine?.Invoke(position);

    public override void Release(double[] position, double[] gradient) => release?.Invoke(position, gradient);
}
