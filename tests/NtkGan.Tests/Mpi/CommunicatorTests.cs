using NtkGan.Mpi;

namespace NtkGan.Tests.Mpi;

/// <summary>What processes tell each other: in one process, and in three, in which this test starts itself.</summary>
public class CommunicatorTests
{
    private static readonly double[] Blocks = [1, 1e-16, 1e-16, -1, 3, 1e16];

    [Fact]
    public void One_process_is_a_job_by_itself()
    {
        var alone = new SingleProcess();
        double[] own = [1, 2];
        alone.Broadcast(own);
        alone.Barrier();
        Assert.Equal((0, 1), (alone.Rank, alone.Size));
        Assert.Equal(own, alone.AllGather(own));
        Assert.Equal(SumInOrder(Blocks), alone.AllReduce(Blocks));
        Assert.False(alone.TryReceive(out _, out _, out _));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Processes_tell_each_other(int ranks)
    {
        Assert.SkipWhen(MpiJob.Obstacle is not null, MpiJob.Obstacle ?? "");
        Assert.SkipWhen(MpiCommunicator.IsStartedByMpi, "One of several processes.");
        var (code, output, _) = MpiJob.RunProgram(ranks, ".", Path.Combine(AppContext.BaseDirectory, "NtkGan.Tests"), "-method", $"{typeof(CommunicatorTests).FullName}.{nameof(One_of_several_processes)}", "-parallel", "none");
        Assert.True(code == 0, output);
        Assert.Equal(ranks, output.Split("Total: 1").Length - 1);
        Assert.DoesNotContain("Skipped: 1", output);
    }

    [Fact]
    public void One_of_several_processes()
    {
        Assert.SkipUnless(MpiCommunicator.IsStartedByMpi, "Started by another test, several times at once.");
        using var job = MpiCommunicator.Join();

        // A library below MPI would take the signal that becomes this exception.
        string? nothing = null;
        Assert.Throws<NullReferenceException>(() => nothing!.Length);

        double[] numbers = job.Rank == 0 ? [1.5, double.NaN, -0.0] : new double[3];
        job.Broadcast(numbers);
        Assert.Equal([1.5, double.NaN, -0.0], numbers);

        // The blocks in the order of the ranks, as unevenly as can be.
        var own = Blocks.Where((_, block) => Math.Min(block, job.Size - 1) == job.Rank || (job.Rank == job.Size - 1 && block >= job.Size)).ToArray();
        Assert.Equal(Blocks, job.AllGather(own));
        Assert.Equal(SumInOrder(Blocks), job.AllReduce(own));
        job.Barrier();

        var told = job.Broadcast(job.Rank == 0 ? new("\u00e9\0 and more", [1, 2], [], [3]) : null);
        Assert.Equal("\u00e9\0 and more", told.Text);
        Assert.Equal([[1, 2], [], [3]], told.Numbers);

        if (job.Rank > 0) job.Send(0, 7, new($"from {job.Rank}", [job.Rank, .5]));
        else
            for (var left = job.Size - 1; left > 0;)
            {
                if (!job.TryReceive(out var source, out var number, out var parcel)) continue;
                left--;
                Assert.Equal((7, $"from {source}"), (number, parcel!.Text));
                Assert.Equal([source, .5], parcel.Numbers.Single());
            }
    }

    private static double SumInOrder(double[] blocks) => blocks.Aggregate(0.0, (sum, block) => sum + block);
}
