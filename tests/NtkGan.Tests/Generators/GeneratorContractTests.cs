using NtkGan.Generators;
using NtkGan.Numerics;

namespace NtkGan.Tests.Generators;

/// <summary>What every generator of the catalog promises.</summary>
public class GeneratorContractTests
{
    public static TheoryData<string> Names => [.. Catalog.Members<Generator>().Select(member => member.Name)];

    private static (GeneratorMap Map, Matrix Parameters) Start(string name, ulong seed = 1) =>
        ((Generator)Catalog.Find(typeof(Generator), name).Example()).Start(Normal(6, 2, 1), 2, seed);

    private static Matrix Normal(int rows, int columns, ulong seed)
    {
        var points = new Matrix(rows, columns);
        CounterRandom.For(seed, "generator test").FillNormal(points.Values);
        return points;
    }

    [Theory, MemberData(nameof(Names))]
    public void Makes_a_finite_point_of_each_latent_point_and_the_same_from_the_same_seed(string name)
    {
        var (map, parameters) = Start(name);
        var points = map.Points(parameters);
        Assert.Equal((6, 2), (points.Rows, points.Columns));
        Assert.True(points.IsFinite());
        for (var repetition = 0; repetition < 20; repetition++)
        {
            var (again, same) = Start(name);
            Assert.Equal(points.Values, again.Points(same).Values);
        }

        Close.Relative(points.Row(4), map.Points(parameters, [4, 0]).Row(0), Close.Kernel);
    }

    [Theory, MemberData(nameof(Names))]
    public void Moving_along_the_pull_descends_what_the_velocities_descend(string name)
    {
        // C = -<v, points>: its parameters' steepest descent is the pull of v, so a small step moves the points to a larger <v, points>,
        // by the squared length of the pull in the generator's geometry; rows that are not drawn do not draw.
        var (map, parameters) = Start(name);
        var velocities = Normal(2, 2, 3);
        var pull = map.Pull(parameters, velocities, [5, 1]);
        Assert.Equal((parameters.Rows, parameters.Columns), (pull.Rows, pull.Columns));
        const double step = 1e-3;
        var moved = parameters.Clone();
        DotProduct.Add(step, pull.Values, moved.Values);
        var (before, after) = (map.Points(parameters, [5, 1]), map.Points(moved, [5, 1]));
        Assert.True(DotProduct.Of(velocities.Values, after.Values) > DotProduct.Of(velocities.Values, before.Values));
    }
}
