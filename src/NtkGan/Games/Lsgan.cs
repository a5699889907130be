using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>Least squares: L_D = mean (f(fakes) - fake label)^2 + mean (f(targets) - target label)^2. The generator's cost is
/// (f - generator aim)^2.</summary>
/// <param name="FakeLabel">The value that f should take on fakes.</param>
/// <param name="TargetLabel">The value that f should take on targets.</param>
/// <param name="GeneratorAim">The value that the generator wants f to take on fakes.</param>
public sealed record Lsgan(double FakeLabel = -1, double TargetLabel = 1, double GeneratorAim = 0) : Loss
{
    /// <summary>The value that f should take on fakes.</summary>
    public double FakeLabel { get; init => field = Require.Finite(value, nameof(FakeLabel)); } = Require.Finite(FakeLabel);

    /// <summary>The value that f should take on targets.</summary>
    public double TargetLabel { get; init => field = Require.Finite(value, nameof(TargetLabel)); } = Require.Finite(TargetLabel);

    /// <summary>The value that the generator wants f to take on fakes.</summary>
    public double GeneratorAim { get; init => field = Require.Finite(value, nameof(GeneratorAim)); } = Require.Finite(GeneratorAim);

    /// <inheritdoc/>
    public override T Fake<T>(T f) => -SquaredDistance(f, FakeLabel);

    /// <inheritdoc/>
    public override T Target<T>(T f) => SquaredDistance(f, TargetLabel);

    /// <inheritdoc/>
    public override T Generator<T>(T f) => SquaredDistance(f, GeneratorAim);

    /// <inheritdoc/>
    public override AffineForces? Affine => new(2, 2 * FakeLabel, 2 * TargetLabel);

    private static T SquaredDistance<T>(T f, double label) where T : struct, IScalar<T> => (f + -label) * (f + -label);
}
