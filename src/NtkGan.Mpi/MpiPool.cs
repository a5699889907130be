using System.Runtime.ExceptionServices;
using NtkGan.Experiments.Distribution;
using NtkGan.Numerics;

namespace NtkGan.Mpi;

/// <summary>The processes of a job as a pool: the first hands out tasks, one at a time to each, and does some itself; the others wait for them in
/// <see cref="Serve"/>. All are asked without being kept waiting at full speed, so that those who wait leave their processor to those who work.</summary>
internal sealed class MpiPool(Communicator communicator) : TaskPool
{
    // Numbers of messages: tasks are 0 and more.
    private const int JobBegins = -1, JobEnds = -2, PoolEnds = -3, End = -4;

    private readonly int _threads = OwnThreads(communicator);

    /// <summary>Threads of this process: the machine's processors are shared by the processes on it.</summary>
    public int Threads => _threads;

    /// <inheritdoc/>
    public override int Size => communicator.Size;

    /// <summary>On all processes but the first: does tasks until the first has no more.</summary>
    public void Serve()
    {
        while (Wait(communicator).Number is not PoolEnds)
        {
            var shared = communicator.Broadcast((Parcel?)null);
            var words = shared.Text.Split('\n', 3);
            var kind = JobKind.All.Single(one => one.Name == words[0]);
            var threads = Math.Min(_threads, int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
            Func<int, CancellationToken, Parcel>? work = null;
            using var stop = new CancellationTokenSource();
            for (var (_, task) = Wait(communicator); task != JobEnds; (_, task) = Wait(communicator))
            {
                if (task == End) stop.Cancel();
                else communicator.Send(0, task, Done(task, stop));
            }

            Parcel Done(int task, CancellationTokenSource asked)
            {
                var pause = new Pause();
                var under = Begin(() => (work ??= kind.Open(shared with { Text = words[2] }))(task, asked.Token), threads);
                while (!under.IsCompleted)
                {
                    if (communicator.TryReceive(out _, out var number, out _) && number == End) asked.Cancel();
                    pause.Wait(under);
                }

                return under.Result;
            }
        }
    }

    /// <summary>On the first process: lets the others go.</summary>
    public void Release()
    {
        for (var rank = 1; rank < Size; rank++) communicator.Send(rank, PoolEnds);
    }

    /// <inheritdoc/>
    public override void Run(JobKind kind, Parcel shared, IReadOnlyList<int> tasks, Action<int, Parcel> done, CancellationToken cancellation = default)
    {
        if (tasks.Count == 0) return;
        var (threads, token) = (Math.Min(_threads, Workers.Count), cancellation.CanBeCanceled ? cancellation : Workers.Cancellation);
        for (var rank = 1; rank < Size; rank++) communicator.Send(rank, JobBegins);
        _ = communicator.Broadcast(shared with { Text = $"{kind.Name}\n{threads}\n{shared.Text}" });
        var (next, underWay, isStopping, pause, failures) = (0, 0, false, new Pause(), new SortedDictionary<int, Exception>());
        Func<int, CancellationToken, Parcel>? work = null;
        (int Task, Task<Parcel> Work)? own = null;
        using var stop = new CancellationTokenSource();
        for (var rank = 1; rank < Size; rank++) Give(rank);
        while (true)
        {
            if (own is null && next < tasks.Count && !isStopping)
            {
                var task = tasks[next++];
                own = (task, Begin(() => (work ??= kind.Open(shared))(task, stop.Token), threads));
            }

            var isIdle = true;
            while (communicator.TryReceive(out var source, out var number, out var parcel))
            {
                (isIdle, underWay) = (false, underWay - 1);
                Take(number, parcel!);
                Give(source);
            }

            if (own is { Work.IsCompleted: true } ended)
            {
                (isIdle, own) = (false, null);
                Take(ended.Task, ended.Work.Result);
            }

            if (token.IsCancellationRequested && !isStopping)
            {
                isStopping = true;
                stop.Cancel();
                for (var rank = 1; rank < Size; rank++) communicator.Send(rank, End);
            }

            if (own is null && underWay == 0 && (isStopping || next == tasks.Count)) break;
            if (isIdle) pause.Wait(own?.Work);
            else pause = new();
        }

        for (var rank = 1; rank < Size; rank++) communicator.Send(rank, JobEnds);
        if (failures.Count > 0) ExceptionDispatchInfo.Throw(failures.First().Value);
        if (token.IsCancellationRequested && next < tasks.Count) throw new OperationCanceledException(token);

        void Give(int rank)
        {
            if (next == tasks.Count || isStopping) return;
            communicator.Send(rank, tasks[next++]);
            underWay++;
        }

        void Take(int task, Parcel result)
        {
            try
            {
                if (result.Text is not ['+', .. var text]) throw Failure.Of(result.Text);
                done(task, result with { Text = text });
            }
            catch (Exception failure)
            {
                // Those that work must end before anybody is told.
                failures.Add(task, failure);
                isStopping = true;
            }
        }
    }

    private static int OwnThreads(Communicator communicator)
    {
        // A number below 2^46, the same in every process, as the hash of a string is not.
        double[] machine = [System.Environment.MachineName.Aggregate(17L, (hash, letter) => (hash * 31 + letter) % 70368744177643)];
        return Math.Max(1, System.Environment.ProcessorCount / communicator.AllGather(machine).Count(other => other == machine[0]));
    }

    // Nothing of the caller's surroundings but its threads: no pool within the pool.
    private static Task<Parcel> Begin(Func<Parcel> work, int threads)
    {
        using var apart = ExecutionContext.SuppressFlow();
        return Task.Factory.StartNew(() =>
        {
            using var limit = Workers.Limit(threads);
            try
            {
                var result = work();
                return result with { Text = $"+{result.Text}" };
            }
            catch (Exception failure)
            {
                return new Parcel(Failure.Write(failure));
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static (int Source, int Number) Wait(Communicator communicator)
    {
        var pause = new Pause();
        while (true)
        {
            if (communicator.TryReceive(out var source, out var number, out _)) return (source, number);
            pause.Wait(null);
        }
    }

    // Longer and longer, to a few milliseconds; ended at once by work that is done.
    private sealed class Pause
    {
        private const int Spins = 50, Longest = 5;
        private int _count;

        public void Wait(Task? work)
        {
            if (_count++ < Spins) Thread.Yield();
            else if (work is null) Thread.Sleep(Math.Min(Longest, _count / Spins));
            else work.Wait(Math.Min(Longest, _count / Spins));
        }
    }
}
