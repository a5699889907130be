using NtkGan.Lab;
using NtkGan.Numerics;

namespace NtkGan.Tests.Lab;

/// <summary>Sessions beside each other: each has its own end, its own order, and the threads that the lab was given.</summary>
public class LabSessionTests
{
    private static Live Small() => new LabSettings(new(null)).Start(LabPage.Flow);

    // More threads than any default gives.
    [Fact]
    public async Task Work_of_a_page_keeps_the_limit_of_threads()
    {
        var most = Environment.ProcessorCount + 3;
        using var limit = Workers.Limit(most);
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        var seen = 0;
        await server.Find(page.Session)!.Open(() => { seen = Workers.Count; return Small(); }, []);
        Assert.Equal(most, seen);
    }

    [Fact]
    public async Task What_a_page_gives_up_ends_there_and_nowhere_else()
    {
        await using var server = await LabServer.Start();
        await using var one = await LabPage.Open(server);
        await using var other = await LabPage.Open(server);
        var (first, second) = (new Endless(), new Endless());
        var given = server.Find(one.Session)!.Open(first.Work, []);
        var kept = server.Find(other.Session)!.Open(second.Work, []);
        await first.Begun;
        await second.Begun;
        await one.Act("open", new { words = LabPage.Flow });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.False(kept.IsCompleted);
        await one.Act("step");
        Assert.False(kept.IsCompleted);
        second.IsWanted = false;
        await kept;
    }

    // Two requests of one page overtake each other on their way.
    [Fact]
    public async Task The_later_request_counts_in_whatever_order_they_come()
    {
        await using var session = new Session();
        await session.Open(Small, [], turn: 2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.Open(() => throw new InvalidOperationException("An old request was played."), [], turn: 1));
        await session.Open(Small, [], turn: 3);
        await session.Step();
    }

    private sealed class Endless
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsWanted = true;

        public Task Begun => _begun.Task;

        public Live Work()
        {
            _begun.SetResult();
            while (IsWanted) Workers.ForBlocks(64, 1, static (_, _) => Thread.Sleep(1));
            return Small();
        }
    }
}
