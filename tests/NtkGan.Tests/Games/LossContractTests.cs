using NtkGan.Games;
using Xunit.Sdk;

namespace NtkGan.Tests.Games;

/// <summary>What every loss of the catalog promises.</summary>
public class LossContractTests
{
    private static readonly double[] Points = [-3.3, -1.01, -.99, -.2, 0.001, .4, 1.3, 7];

    public static TheoryData<string> Names => [.. Catalog.Members<Loss>().Select(member => member.Name)];

    private static Loss Example(string name) => (Loss)Catalog.Find(typeof(Loss), name).Example();

    [Fact]
    public void The_catalog_has_the_losses_of_the_field() =>
        Assert.Empty(new[] { "ipm", "external_ipm", "lsgan", "vanilla", "hinge" }.Except(Catalog.Members<Loss>().Select(member => member.Name)));

    [Theory, MemberData(nameof(Names))]
    public void Is_documented(string name) => Assert.NotEmpty(Catalog.Find(typeof(Loss), name).Help);

    [Theory, MemberData(nameof(Names))]
    public void Slopes_are_derivatives(string name)
    {
        const double step = 1e-5;
        foreach (Func<double, (double Value, double Slope)> function in Functions(Example(name)))
            foreach (var f in Points) Close.Relative((function(f + step).Value - function(f - step).Value) / (2 * step), function(f).Slope, Close.Difference, 1);
    }

    [Theory, MemberData(nameof(Names))]
    public void Slopes_of_many_values_are_those_of_each(string name)
    {
        var loss = Example(name);
        for (var count = 0; count <= Points.Length; count++)
        {
            var (fakes, targets) = (new double[count], new double[count]);
            loss.FakeSlopes(Points.AsSpan(..count), 3, fakes);
            loss.TargetSlopes(Points.AsSpan(..count), -2, targets);
            Close.Relative([.. Points[..count].Select(f => 3 * loss.FakeAt(f).Slope)], fakes, Close.Kernel, 1e-3);
            Close.Relative([.. Points[..count].Select(f => -2 * loss.TargetAt(f).Slope)], targets, Close.Kernel, 1e-3);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Is_finite_far_out_and_at_the_kinks(string name)
    {
        foreach (var function in Functions(Example(name)))
            foreach (var f in new[] { -1e6, -1, 0, 1, 1e6 }) Assert.True(double.IsFinite(function(f).Value) && double.IsFinite(function(f).Slope));
    }

    [Theory, MemberData(nameof(Names))]
    public void Discriminator_raises_targets_and_lowers_fakes_and_the_generator_raises_fakes(string name)
    {
        var loss = Example(name);
        Assert.True(loss.FakeAt(0).Slope <= 0 && loss.TargetAt(0).Slope < 0 && loss.GeneratorAt(-.5).Slope < 0);
    }

    [Theory, MemberData(nameof(Names))]
    public void Affine_forces_are_its_forces(string name) => ForcesAreAffine(Example(name));

    [Fact]
    public void Labels_of_lsgan_move_its_forces_and_its_aim()
    {
        ForcesAreAffine(new Lsgan(-.5, 3, 2));
        Assert.Equal((0, 0), new Lsgan(GeneratorAim: 2).GeneratorAt(2));
        Assert.Throws<UsageException>(() => new Lsgan(double.NaN));
    }

    [Fact]
    public void Contract_catches_wrong_forces() => Assert.ThrowsAny<XunitException>(() => ForcesAreAffine(new WrongForces()));

    [Theory]
    [InlineData(-40, -4.2483542552915889953e-18)]
    [InlineData(0, -.5)]
    [InlineData(40, -1)]
    public void Forces_of_vanilla_keep_their_digits(double f, double slope)
    {
        Close.Relative(slope, new Vanilla().FakeAt(f).Slope, Close.Kernel);
        Close.Relative(slope, new Vanilla().TargetAt(-f).Slope, Close.Kernel);
        Close.Relative(slope, new Vanilla().GeneratorAt(-f).Slope, Close.Kernel);
    }

    [Fact]
    public void Hinge_rests_on_its_margin()
    {
        Assert.Equal((0, 0), new Hinge().FakeAt(-1));
        Assert.Equal((0, 0), new Hinge().TargetAt(1));
        Assert.Equal((-.5, -1), new Hinge().FakeAt(-.5));
    }

    private static IEnumerable<Func<double, (double Value, double Slope)>> Functions(Loss loss) => [loss.FakeAt, loss.TargetAt, loss.GeneratorAt];

    private static void ForcesAreAffine(Loss loss)
    {
        if (loss.Affine is not { } forces) return;
        Assert.True(forces.Curvature >= 0);
        foreach (var f in Points)
        {
            Close.Rounding(loss.FakeAt(f).Slope, forces.FakePull - forces.Curvature * f, 10);
            Close.Rounding(-loss.TargetAt(f).Slope, forces.TargetPull - forces.Curvature * f, 10);
        }
    }

    private sealed record WrongForces : Loss
    {
        public override AffineForces? Affine => new(1, 0, 2);

        public override T Fake<T>(T f) => -f;

        public override T Target<T>(T f) => -f;

        public override T Generator<T>(T f) => -f;
    }
}
