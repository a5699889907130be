using CsCheck;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

public class ProjectionTests
{
    [Fact]
    public void Finds_the_directions_of_largest_variance()
    {
        var points = new Matrix(400, 4);
        var random = CounterRandom.For(5, "projection test");
        for (var i = 0; i < points.Rows; i++)
        {
            double a = 3 * random.NextNormal(), b = random.NextNormal();
            (points[i, 0], points[i, 1], points[i, 2], points[i, 3]) = (7 + b, 0.6 * a, -2 + 0.8 * a, 0);
        }

        var plane = Projection.PrincipalPlane(points);
        var direction = plane.ApplyToVectors(new Matrix(1, 4, [0, 0.6, 0.8, 0]));
        Assert.InRange(direction[0, 0], 0.999, 1); // samples correlate a and b a little
        Assert.InRange(Math.Abs(direction[0, 1]), 0, 0.05);
        Close.Relative(points, plane.Lift(plane.Apply(points)), Close.Kernel); // the points lie in a plane
    }

    [Fact]
    public void Projects_orthogonally() => Gen.Select(Gen.Int[1, 9], Gen.Int[2, 6], Gen.ULong).Sample((n, d, seed) =>
    {
        var points = new Matrix(n, d);
        CounterRandom.For(seed, "projection test").FillNormal(points.Values);
        var plane = Projection.PrincipalPlane(points);
        var coordinates = plane.Apply(points);
        Close.Relative(coordinates, plane.Apply(plane.Lift(coordinates)), Close.Kernel, 1);
    }, iter: 50);

    [Fact]
    public void Points_without_variance_have_a_plane_all_the_same()
    {
        foreach (var points in new[] { new Matrix(1, 3), new Matrix(4, 2), Matrix.Of(new double[,] { { 0, 1, 0 }, { 0, 2, 0 } }) })
        {
            var plane = Projection.PrincipalPlane(points);
            var units = plane.Lift(Matrix.Of(new double[,] { { 1, 0 }, { 0, 1 } }));
            Close.Relative(Matrix.Of(new double[,] { { 1, 0 }, { 0, 1 } }), plane.Apply(units), Close.Kernel);
        }
    }

    [Fact]
    public void Refuses_what_has_no_plane()
    {
        Assert.Throws<ArgumentException>(() => Projection.PrincipalPlane(new Matrix(3, 1)));
        Assert.Throws<ArgumentException>(() => Projection.PrincipalPlane(new Matrix(0, 3)));
    }
}
