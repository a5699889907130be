using NtkGan.Numerics;

namespace NtkGan.Experiments.Distribution;

/// <summary>The processes that share independent tasks. A task's result does not depend on who does it, and whoever asked puts results where they belong by the
/// tasks' numbers, so that the same bits come out for any number of processes.</summary>
internal abstract class TaskPool
{
    private static readonly AsyncLocal<TaskPool?> Now = new();

    /// <summary>The pool of the present flow of control: this process alone, unless told otherwise.</summary>
    public static TaskPool Present => Now.Value ?? OwnProcess.Only;

    /// <summary>Processes in it, this one included.</summary>
    public abstract int Size { get; }

    /// <summary>Lets all work started in this flow of control use the pool, until disposed.</summary>
    public IDisposable Use() => new Scope(this);

    /// <summary>Does tasks. Where some fail, the failure of the least of them comes out when those under way have ended.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="shared">What all of them need.</param>
    /// <param name="tasks">Their numbers, in the order in which they are begun.</param>
    /// <param name="done">Receives each result, in any order but never two at once.</param>
    /// <param name="cancellation">Asks tasks under way for an end, and begins no other.</param>
    /// <exception cref="OperationCanceledException">That was asked for before all were done.</exception>
    public abstract void Run(JobKind kind, Parcel shared, IReadOnlyList<int> tasks, Action<int, Parcel> done, CancellationToken cancellation = default);

    private sealed class Scope : IDisposable
    {
        private readonly TaskPool? _before = Now.Value;

        public Scope(TaskPool pool) => Now.Value = pool;

        public void Dispose() => Now.Value = _before;
    }

    private sealed class OwnProcess : TaskPool
    {
        public static OwnProcess Only { get; } = new();

        public override int Size => 1;

        public override void Run(JobKind kind, Parcel shared, IReadOnlyList<int> tasks, Action<int, Parcel> done, CancellationToken cancellation = default)
        {
            if (tasks.Count == 0) return;
            var work = kind.Open(shared);
            foreach (var task in tasks)
            {
                cancellation.ThrowIfCancellationRequested();
                Workers.ThrowIfCancelled();
                done(task, work(task, cancellation));
            }
        }
    }
}
