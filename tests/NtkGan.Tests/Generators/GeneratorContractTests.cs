using NtkGan.Generators;
using NtkGan.Numerics;
using NtkGan.Spectral;

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
    public void The_pull_is_the_adjoint_of_the_points(string name)
    {
        // <v, dg/dtheta u> = <J^T v, u> for any u, in the geometry of the parameters: that of the kernel for coefficients, where it is <a, k_g b>.
        // Rows that are not drawn do not draw.
        int[] rows = [5, 1];
        var (map, parameters) = Start(name);
        var velocities = Normal(2, 2, 3);
        var pull = map.Pull(parameters, velocities, rows);
        Assert.Equal((parameters.Rows, parameters.Columns), (pull.Rows, pull.Columns));
        var gram = (Generator)Catalog.Find(typeof(Generator), name).Example() is InfiniteWidthGenerator infinite ? infinite.Kernel.Gram(Normal(6, 2, 1)) : null;
        for (var direction = 10UL; direction < 15; direction++)
        {
            var change = Normal(parameters.Rows, parameters.Columns, direction);
            const double step = 1e-5;
            Matrix At(double size)
            {
                var moved = parameters.Clone();
                DotProduct.Add(size, change.Values, moved.Values);
                return map.Points(moved, rows);
            }

            var slope = (DotProduct.Of(velocities.Values, At(step).Values) - DotProduct.Of(velocities.Values, At(-step).Values)) / (2 * step);
            Close.Relative(slope, DotProduct.Of(pull.Values, (gram is null ? change : MatrixProduct.Of(gram, change)).Values), Close.Difference, scale: 1);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Hands_out_copies(string name)
    {
        var latents = Normal(6, 2, 1);
        var (map, parameters) = ((Generator)Catalog.Find(typeof(Generator), name).Example()).Start(latents, 2, 1);
        var (before, kept) = (map.Points(parameters).Values.ToArray(), parameters.Clone());
        map.Points(parameters).Values.Fill(7);
        latents.Values.Fill(7);
        Assert.Equal(kept.Values, parameters.Values);
        Assert.Equal(before, map.Points(parameters).Values);
    }
}
