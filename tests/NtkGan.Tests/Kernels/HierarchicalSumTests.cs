using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Kernels.Hierarchical;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Sums over boxes against sums over pairs. Tolerances are loose where boxes must be small enough to lie apart among few points.</summary>
public class HierarchicalSumTests
{
    // Of a sum that is looked at where it may err most; other points may err by a little more.
    private const double Looked = 2;

    // Of one that nobody looks at, with few nodes: a kink of a network without bias that passes between the last node and the end of a box is not seen.
    private const double Unchecked = 10;

    // The errors of many boxes meet at a point.
    private const double Share = .2;

    // Of the largest value: rounding of some thousand terms.
    private const double Exact = 1e-11;

    public static TheoryData<string, int> NamesAndDimensions()
    {
        var data = new TheoryData<string, int>();
        foreach (var member in Catalog.Members<Kernel>().Where(member => member.Type.Assembly == typeof(Kernel).Assembly))
            for (var dimension = 1; dimension <= 3; dimension++) data.Add(member.Name, dimension);
        return data;
    }

    private static Matrix Normal(int count, int dimension, ulong seed)
    {
        var points = new Matrix(count, dimension);
        CounterRandom.For(seed, "points").FillNormal(points.Values);
        return points;
    }

    private static double[] Coefficients(int count)
    {
        var coefficients = new double[count];
        CounterRandom.For(9, "coefficients").FillNormal(coefficients);
        return coefficients;
    }

    private static SummationReport Compare(Kernel kernel, Matrix x, Matrix y, double tolerance, double[]? given = null)
    {
        var coefficients = given ?? Coefficients(y.Rows);
        double[] values = new double[x.Rows], expected = new double[x.Rows], alone = new double[x.Rows];
        Matrix gradients = new(x.Rows, x.Columns), slopes = new(x.Rows, x.Columns);
        (kernel with { Summation = new DirectSummation() }).Expand(x, y, coefficients, expected, slopes);
        var boxes = kernel with { Summation = new HierarchicalSummation(tolerance) };
        var report = boxes.Expand(x, y, coefficients, values, gradients);
        boxes.Expand(x, y, coefficients, alone);
        var allowed = Math.Max(Exact, Looked * tolerance);
        Close.Relative(expected, values, allowed);
        Close.Relative(expected, alone, allowed);
        Close.Relative(slopes, gradients, allowed);
        Assert.True(!report.IsHierarchical || (report.Error <= tolerance && report.SlopeError <= tolerance), report.ToString());
        return report;
    }

    // Few nodes and small boxes, so that many pairs of boxes meet through nodes among few points.
    [Theory, MemberData(nameof(NamesAndDimensions))]
    public void Every_kernel_is_summed_over_boxes(string name, int dimension)
    {
        var kernel = (Kernel)Catalog.Find(typeof(Kernel), name).Example();
        var (tolerance, degree, count) = dimension switch { 1 => (1e-5, 7, 300), 2 => (1e-3, 5, 600), _ => (1e-2, 3, 900) };
        var (x, y, coefficients) = (Normal(count, dimension, 1), Normal(count, dimension, 2), Coefficients(count));
        var (frame, nodes) = (PointFrame.Of(x, y)!, NodeSet.Of(dimension, degree));
        var tree = new BoxTree(x, y, 16);
        var sum = new HierarchicalSum(kernel, x, y, new(tolerance, frame, x, y, nodes, tree, new Interactions(tree, nodes, 16), 0));
        double[] values = new double[count], expected = new double[count], alone = new double[count];
        Matrix gradients = new(count, dimension), slopes = new(count, dimension);
        kernel.ExpandDirectly(x, y, coefficients, expected, slopes);
        var (size, slope) = (expected.Max(Math.Abs), slopes.Values.ToArray().Max(Math.Abs));
        sum.Evaluate(coefficients, Share * tolerance * size, Share * tolerance * slope, values, gradients);
        Assert.True(sum.Met > 50, $"{sum.Met} pairs met, {sum.Refused} were refused.");
        Close.Relative(expected, values, Unchecked * tolerance);
        Close.Relative(slopes, gradients, Unchecked * tolerance);
        sum.Evaluate(coefficients, Share * tolerance * size, 0, alone, null);
        Close.Relative(expected, alone, Unchecked * tolerance);
    }

    [Fact]
    public void A_tight_tolerance_is_kept_by_a_tangent_kernel_in_the_plane()
    {
        var (x, y) = (Normal(5000, 2, 1), Normal(5000, 2, 2));
        var report = Compare(new NeuralKernel(new Mlp(biasDeviation: 1)), x, y, 1e-9, [.. Coefficients(5000).Select(Math.Abs)]);
        Assert.True(report.IsHierarchical && report.Pairs < report.DirectPairs, report.ToString());
    }

    // Without bias the kernel is singular at the origin and along every ray from it.
    [Fact]
    public void A_kernel_with_kinks_along_rays_keeps_the_tolerance()
    {
        Matrix x = Normal(2000, 2, 1).Above(new Matrix(3, 2)), y = x.Take([.. Enumerable.Range(0, 1000), 2000, 2001]);
        Compare(new NeuralKernel(new Mlp()), x, y, 1e-6);
    }

    [Fact]
    public void Unusual_sets_of_points_are_summed()
    {
        var kernel = new GaussianKernel(.7);
        var (one, cloud, origin) = (new Matrix(1, 2, [.3, -.2]), Normal(900, 2, 3), new Matrix(400, 2));
        var line = new Matrix(900, 2);
        for (var i = 0; i < line.Rows; i++) (line[i, 0], line[i, 1]) = (cloud[i, 0], 2 * cloud[i, 0] + 1);
        var far = cloud.Clone();
        for (var i = 0; i < far.Rows; i++)
            for (var c = 0; c < 2; c++) far[i, c] = i % 3 * 5 + 1e-7 * far[i, c];
        foreach (var (x, y) in new[] { (one, one), (one, cloud), (cloud, one), (cloud, cloud), (origin, origin), (origin, cloud), (line, line), (line, cloud), (far, far), (far.Above(origin), cloud) })
            Compare(kernel, x, y, 1e-6);
        Assert.All(Values(kernel, cloud, cloud, new double[900]), value => Assert.Equal(0, value));
        Assert.Empty(Values(kernel, new Matrix(0, 2), cloud, Coefficients(900)));
        Assert.Equal(new double[900], Values(kernel, cloud, new Matrix(0, 2), []));
    }

    private static double[] Values(Kernel kernel, Matrix x, Matrix y, double[] coefficients)
    {
        var values = new double[x.Rows];
        (kernel with { Summation = new HierarchicalSummation() }).Expand(x, y, coefficients, values);
        return values;
    }

    [Fact]
    public void Points_of_many_coordinates_in_a_plane_are_summed_there_and_others_refused()
    {
        var (places, directions) = (Normal(1500, 2, 1), Normal(2, 7, 5));
        var points = new Matrix(1500, 7);
        for (var i = 0; i < points.Rows; i++)
            for (var c = 0; c < 7; c++) points[i, c] = .5 + places[i, 0] * directions[0, c] + places[i, 1] * directions[1, c];
        var report = Compare(new NeuralKernel(new Mlp(biasDeviation: 1)), points, points, 1e-4);
        Assert.True(report.IsHierarchical, report.ToString());
        Assert.Throws<UsageException>(() => Values(new GaussianKernel(), Normal(9, 7, 1), Normal(9, 7, 2), Coefficients(9)));
    }

    [Fact]
    public void Threads_do_not_show()
    {
        var kernel = new NeuralKernel(new Mlp(biasDeviation: 1)) { Summation = new HierarchicalSummation(1e-5) };
        var (x, y, coefficients) = (Normal(3000, 2, 1), Normal(2000, 2, 2), Coefficients(2000));
        (double[], Matrix, SummationReport) On(int threads)
        {
            using var limit = Workers.Limit(threads);
            var (values, gradients) = (new double[3000], new Matrix(3000, 2));
            return (values, gradients, kernel.Expand(x, y, coefficients, values, gradients));
        }

        var (one, two) = (On(1), On(2));
        Assert.True(one.Item3.IsHierarchical);
        Assert.Equal(one.Item1, two.Item1);
        Assert.Equal(one.Item2, two.Item2);
        Assert.Equal(one.Item3, two.Item3);
    }

    [Fact]
    public void A_sum_that_is_no_longer_wanted_ends()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var scope = Workers.Cancel(stop.Token);
        Assert.Throws<OperationCanceledException>(() => Values(new GaussianKernel(), Normal(2000, 2, 1), Normal(2000, 2, 2), Coefficients(2000)));
    }

    [Fact]
    public void The_choice_is_by_points_and_dimensions()
    {
        SummationReport Report(int count, int dimension)
        {
            var (points, values) = (Normal(count, dimension, 1), new double[count]);
            return new GaussianKernel { Summation = new AutomaticSummation(1e-6) }.Expand(points, points, Coefficients(count), values);
        }

        Assert.True(Report(6000, 2).IsHierarchical);
        Assert.Equal("few pairs", Report(500, 2).Reason);
        Assert.Equal(HierarchicalPlan.TooManyDimensions, Report(2100, 5).Reason);
        Assert.False(Report(2100, 3).IsHierarchical);
    }

    // With bias boxes take a quarter of the pairs; without, the kernel is singular along every ray from the origin, and they take nearly all.
    [Fact]
    public void The_choice_is_by_what_boxes_take_of_this_kernel()
    {
        SummationReport Report(Kernel kernel)
        {
            var (points, values) = (Normal(8000, 2, 1), new double[8000]);
            return (kernel with { Summation = new AutomaticSummation(1e-6) }).Expand(points, points, Coefficients(8000), values);
        }

        Assert.True(Report(new NeuralKernel(new Mlp(biasDeviation: 1))).IsHierarchical);
        Assert.Equal(HierarchicalPlan.SavesLittle, Report(new NeuralKernel(new Mlp())).Reason);
    }

    // What is told from some boxes is about what all of them take.
    [Theory, InlineData(1.0), InlineData(0.0)]
    public void The_cost_is_told_from_some_boxes(double bias)
    {
        var (kernel, points, coefficients) = (new NeuralKernel(new Mlp(biasDeviation: bias)), Normal(4000, 2, 1), Coefficients(4000));
        var (nodes, tree) = (NodeSet.Of(2, 8), new BoxTree(points, points, 45));
        var sum = new HierarchicalSum(kernel, points, points, new(1e-7, PointFrame.Of(points, points)!, points, points, nodes, tree, new Interactions(tree, nodes, 45), 0));
        var (values, size) = (new double[4000], 0.0);
        kernel.ExpandDirectly(points.Take([.. Enumerable.Range(0, 50)]), points, coefficients, values);
        size = values.Max(Math.Abs);
        var estimate = sum.Estimate(coefficients, 1e-7 * size, 0, false);
        sum.Evaluate(coefficients, 1e-7 * size, 0, values, null);
        Assert.InRange(estimate / sum.Pairs, .6, 1.7);
    }

    // Faster than any polynomial can follow, in boxes of any size that these points fill.
    [Fact]
    public void A_field_that_is_smooth_nowhere_is_summed_directly_in_effect()
    {
        var report = Compare(new GaussianKernel(1e-4), Normal(1000, 1, 1), Normal(1000, 1, 2), 1e-6);
        Assert.True(report.Pairs <= report.DirectPairs * 1.5, report.ToString());
    }

    [Theory, InlineData(1, 9), InlineData(2, 8), InlineData(3, 5)]
    public void Nodes_interpolate_polynomials_of_their_degree(int dimension, int degree)
    {
        var (nodes, basis, weights) = (NodeSet.Of(dimension, degree), new double[NodeSet.CountOf(dimension, degree)], new double[NodeSet.CountOf(dimension, degree)]);
        double Polynomial(ReadOnlySpan<double> x)
        {
            var sum = .3;
            foreach (var component in x) sum += component;
            return Math.Pow(sum, degree);
        }

        Assert.Equal(basis.Length, nodes.Count);
        double[] place = [.37, -.81, .14], values = [.. Enumerable.Range(0, nodes.Count).Select(b => Polynomial(nodes.Nodes.Row(b)))];
        nodes.Basis(place.AsSpan(0, dimension), basis);
        nodes.AddMoments(basis, weights);
        Close.Relative(Polynomial(place.AsSpan(0, dimension)), DotProduct.Of(weights, values), Close.Kernel, values.Max(Math.Abs));
        var coefficients = new double[nodes.Count];
        nodes.Coefficients(values, coefficients);
        Close.Relative(Polynomial(place.AsSpan(0, dimension)), DotProduct.Of(coefficients, basis), Close.Kernel, values.Max(Math.Abs));
    }

    // Boxes farther apart meet through the first of their nodes: fewer, and good ones.
    [Theory, InlineData(1, 16, 9), InlineData(2, 16, 10), InlineData(2, 16, 4), InlineData(3, 10, 7)]
    public void The_first_nodes_interpolate_polynomials_of_a_lower_degree(int dimension, int degree, int lower)
    {
        var nodes = NodeSet.Of(dimension, degree);
        var first = nodes.Coarser(lower);
        double Polynomial(ReadOnlySpan<double> x)
        {
            var sum = .3;
            foreach (var component in x) sum += component;
            return Math.Pow(sum, lower);
        }

        Assert.Equal(NodeSet.CountOf(dimension, lower), first.Count);
        for (var b = 0; b < first.Count; b++) Assert.Equal(nodes.Nodes.Row(b), first.Nodes.Row(b));
        double[] values = [.. Enumerable.Range(0, first.Count).Select(b => Polynomial(first.Nodes.Row(b)))], all = [.. Enumerable.Range(0, nodes.Count).Select(b => Polynomial(nodes.Nodes.Row(b)))];
        for (var a = 0; a < nodes.Count; a++) Close.Relative(all[a], DotProduct.Of(first.ToFiner.Row(a), values), Close.Kernel, all.Max(Math.Abs));
        Assert.Same(nodes, nodes.At(2));
        Assert.InRange(nodes.At(6).Degree, NodeSet.LeastDegree, degree - 1);
        Assert.Equal(NodeSet.LeastDegree, nodes.At(1e9).Degree);
    }

    [Fact]
    public void Boxes_farther_apart_take_fewer_nodes()
    {
        var (x, y, coefficients) = (Normal(6000, 2, 1), Normal(6000, 2, 2), Coefficients(6000));
        var kernel = new GaussianKernel(2) { Summation = new HierarchicalSummation(1e-8) };
        var report = kernel.Expand(x, y, coefficients, new double[6000]);
        Assert.True(report.IsHierarchical, report.ToString());
        var plan = HierarchicalPlan.TryMake(x, y, 1e-8)!;
        var whole = 0L;
        plan.Interactions.Run(() => new WholeNodes(plan.Nodes.Count, pairs => Interlocked.Add(ref whole, pairs)));
        Assert.InRange(report.Pairs, 1, .9 * whole); // with all that was tried
    }

    private sealed class WholeNodes(int nodes, Action<long> add) : IPairWork
    {
        public void Near(Box targets, Box sources) => add((long)targets.Targets.Count * sources.Sources.Count);

        public FarVerdict Far(Box targets, Box sources)
        {
            add((long)Math.Min(nodes, targets.Targets.Count) * Math.Min(nodes, sources.Sources.Count));
            return FarVerdict.Done;
        }

        public void Finish(Box targets)
        {
        }
    }

    [Fact]
    public void Tolerances_that_interpolation_cannot_keep_are_refused()
    {
        Assert.Throws<UsageException>(() => new HierarchicalSummation(1e-14));
        Assert.Throws<UsageException>(() => new AutomaticSummation(0));
        Assert.Throws<UsageException>(() => new AutomaticSummation() with { Tolerance = double.NaN });
    }
}
