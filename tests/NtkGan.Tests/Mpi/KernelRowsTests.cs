using NtkGan.Architectures;
using NtkGan.Experiments.Distribution;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Mpi;

/// <summary>Rows that other processes compute are the same bits, for every kernel that an experiment file can name.</summary>
public class KernelRowsTests
{
    public static TheoryData<string> Kernels => [.. Catalog.Members<Kernel>().Where(member => member.Example() is Kernel).Select(member => member.Name)];

    [Theory, MemberData(nameof(Kernels))]
    public void Rows_do_not_depend_on_who_computes_them(string name)
    {
        var kernel = (Kernel)Catalog.Members<Kernel>().Single(member => member.Name == name).Example();
        var (x, y) = (Points(67, 1), Points(140, 2));
        x.Row(5).CopyTo(x.Row(50));
        x.Row(3).CopyTo(y.Row(9));
        double[] coefficients = [.. Points(140, 3).Values.ToArray().Where((_, index) => index % 4 == 0)];
        var (values, gradients, alone) = (new double[67], new Matrix(67, 4), new double[67]);
        kernel.Expand(x, y, coefficients, values, gradients);
        kernel.Expand(x, y, coefficients, alone);
        var (gram, cross) = (kernel.Gram(y), kernel.Gram(x, y));
        foreach (var size in new[] { 2, 3, 5 })
        {
            var pool = new Reversed(size);
            using var helped = new KernelRows(pool, least: 1).Use();
            var (others, slopes) = (new double[67], new Matrix(67, 4));
            kernel.Expand(x, y, coefficients, others, slopes);
            Assert.Equal(values, others);
            Assert.Equal(gradients, slopes);
            kernel.Expand(x, y, coefficients, others);
            Assert.Equal(alone, others);
            Assert.Equal(gram, kernel.Gram(y));
            Assert.Equal(cross, kernel.Gram(x, y));
            Assert.Equal(4, pool.Jobs);
            Assert.InRange(pool.Tasks, 4 * size, 16 * size);
        }
    }

    // Each process makes the tree anew; values, gradients and what is counted are the same.
    [Theory, InlineData(0.0), InlineData(1.0)]
    public void Sums_over_boxes_do_not_depend_on_who_computes_them(double bias)
    {
        var kernel = new NeuralKernel(new Mlp(biasDeviation: bias)) { Summation = new HierarchicalSummation(1e-4) };
        Matrix x = Metrics.Sets.Normal(1100, 2, 1), y = Metrics.Sets.Normal(1300, 2, 2);
        double[] coefficients = Metrics.Sets.Normal(1300, 1, 3).Values.ToArray();
        (double[], Matrix, SummationReport) Sum(int size)
        {
            var pool = new Reversed(size);
            using var helped = new KernelRows(pool, least: double.MaxValue).Use();
            var (values, gradients) = (new double[1100], new Matrix(1100, 2));
            var report = kernel.Expand(x, y, coefficients, values, gradients);
            Assert.True(report.IsHierarchical, report.ToString());
            Assert.True(size == 1 ? pool.Jobs == 0 : pool.Tasks > 2 * size, $"{pool.Tasks} tasks");
            return (values, gradients, report);
        }

        var alone = Sum(1);
        foreach (var size in new[] { 2, 3 })
        {
            var (values, gradients, report) = Sum(size);
            Assert.Equal(alone.Item1, values);
            Assert.Equal(alone.Item2, gradients);
            Assert.Equal(alone.Item3, report);
        }
    }

    [Fact]
    public void Few_pairs_stay_at_home_and_one_process_sends_nothing()
    {
        var (kernel, pool, alone) = (new GaussianKernel(), new Reversed(3), new Reversed(1));
        using (new KernelRows(pool).Use()) kernel.Gram(Points(20, 1));
        using (new KernelRows(alone, least: 1).Use()) kernel.Gram(Points(20, 1));
        Assert.Equal((0, 0), (pool.Jobs, alone.Jobs));
    }

    [Fact]
    public void A_failure_elsewhere_is_that_of_the_kernel()
    {
        using var helped = new KernelRows(new Reversed(3), least: 1).Use();
        var far = Points(30, 1);
        far.Values.Fill(1e200);
        Assert.Throws<NumericalException>(() => new NeuralKernel().Gram(far));
    }

    private static Matrix Points(int count, ulong seed)
    {
        var random = CounterRandom.For(seed, "rows");
        var points = new Matrix(count, 4);
        foreach (ref var value in points.Values) value = random.NextNormal();
        return points;
    }

    /// <summary>Does tasks last to first, so that whoever relies on their order is found out.</summary>
    private sealed class Reversed(int size) : TaskPool
    {
        public int Jobs { get; private set; }

        public int Tasks { get; private set; }

        public override int Size => size;

        public override void Run(JobKind kind, Parcel shared, IReadOnlyList<int> tasks, Action<int, Parcel> done, CancellationToken cancellation = default)
        {
            (Jobs, Tasks) = (Jobs + 1, Tasks + tasks.Count);
            var work = JobKind.All.Single(one => one.Name == kind.Name).Open(shared with { Text = shared.Text }); // a parcel that has come from elsewhere
            foreach (var task in tasks.Reverse()) done(task, work(task, cancellation));
        }
    }
}
