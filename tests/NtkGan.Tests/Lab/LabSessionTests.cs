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
        var start = await session.Open(Small, [], turn: 3);
        await session.Step(start.Work);
    }

    [Fact]
    public async Task An_old_request_that_comes_late_does_not_end_what_is_newer()
    {
        await using var session = new Session();
        var newer = new Endless();
        var opened = session.Open(newer.Work, [], turn: 2);
        await newer.Begun;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.Open(Small, [], turn: 1));
        newer.IsWanted = false;
        Assert.Equal(1, (await opened).Work);
    }

    [Fact]
    public async Task What_was_asked_of_a_work_is_done_to_no_other()
    {
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        await page.Act("open", new { words = LabPage.Flow });
        var late = new[] { "play", "pause", "step", "back", "picture" }.Select(page.Path).ToArray();
        await page.Act("open", new { words = LabPage.Flow });
        foreach (var path in late) Assert.Equal("Something else is being played by now.", await page.Refusal(path, new { }));
        await page.Act("step");
        Assert.Equal(1, (await page.FrameAt(1)).GetProperty("step").GetInt64());
    }

    [Fact]
    public async Task What_stops_says_which_work_it_was()
    {
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        await page.Act("open", new { words = LabPage.Flow });
        await page.Act("open", new { words = (string[])["kind=particle_flow", "source.count=12", "target.count=9", "loss=ipm", "kernel=polynomial", "flow.method.step_size=1e200", "flow.iterations=1000", "metrics=[]"] });
        await page.Act("play");
        var stopped = await page.Next("stopped");
        Assert.Equal(2, stopped.GetProperty("work").GetInt32());
        Assert.NotEmpty(stopped.GetProperty("error").GetString()!);
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
