using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Lab;

/// <summary>One page: what it plays, and the loop that plays it. What is asked of a work, by the number that its start had, is done to no other. All work of a session happens in its loop, one thing after the other; it ends with the page.</summary>
internal sealed class Session : IAsyncDisposable
{
    private const int Backlog = 3, MostStepsPerFrame = 1000;
    private const double FastestFrames = 60, Patience = 3;

    private readonly Channel<Action> _commands = Channel.CreateUnbounded<Action>();
    private readonly Channel<(string Event, byte[] Data)> _events = Channel.CreateBounded<(string, byte[])>(Backlog);
    private readonly CancellationTokenSource _ended = new();
    private readonly FrameWriter _writer = new(TimeProvider.System);
    private readonly Task _loop;
    private readonly Lock _opening = new();
    private volatile CancellationTokenSource _work = new();
    private KeptStates _kept = new();
    private Live? _live;
    private PaceMessage _pace = new(1, 30);
    private bool _isPlaying, _isDue;
    private volatile int _turn;

    public Session() => _loop = Task.Run(Loop);

    /// <summary>Its name, which nobody guesses.</summary>
    public string Id { get; } = Doorkeeper.Secret();

    /// <summary>Ends when the session does.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>What the page is to be told, in order; the loop waits for a page that does not read.</summary>
    public IAsyncEnumerable<(string Event, byte[] Data)> Events(CancellationToken cancellation) => _events.Reader.ReadAllAsync(cancellation);

    /// <summary>Plays something else from now on; whatever was under way ends.</summary>
    /// <param name="start">Prepares it, in the session's loop.</param>
    /// <param name="remarks">What the page is told of it.</param>
    /// <param name="turn">Which request of the page this is: requests overtake each other, and the latest counts.</param>
    /// <exception cref="OperationCanceledException">Something later was opened.</exception>
    public async Task<StartMessage> Open(Func<Live> start, IReadOnlyList<string> remarks, int turn = 0)
    {
        CancellationTokenSource before;
        lock (_opening)
        {
            if (turn < _turn) throw new OperationCanceledException(); // and what is newer goes on
            (before, _turn, _work) = (_work, turn, new());
        }

        await before.CancelAsync();
        return await Ask(() =>
        {
            if (turn < _turn) throw new OperationCanceledException();
            _isPlaying = false;
            var live = start();
            var frame = live.Frame();
            (_live, _kept) = (live, new());
            var message = _writer.Start(live, frame, remarks);
            (_isDue, _writer.IsLandscapeDue) = (true, true);
            return message;
        });
    }

    /// <summary>Plays on.</summary>
    public Task<DoneMessage> Play(int work) => Act(work, live => _isPlaying = live.End is null ? true : throw new UsageException(live.End));

    /// <summary>Stands still.</summary>
    public Task<DoneMessage> Pause(int work) => Act(work, _ => (_isPlaying, _isDue) = (false, true));

    /// <summary>Does one step and stands still.</summary>
    public Task<DoneMessage> Step(int work) => Act(work, live =>
    {
        _isPlaying = false;
        if (live.End is { } end) throw new UsageException(end);
        Keep(live);
        live.Advance();
        _isDue = true;
    });

    /// <summary>Goes back to the last kept state.</summary>
    public Task<DoneMessage> Back(int work) => Act(work, live =>
    {
        _isPlaying = false;
        if (_kept.Before(live.Step) is not { } kept) throw new UsageException("This is the start: there is nothing before it.");
        live.Restore(kept.Step, kept.State);
        _isDue = true;
    });

    /// <summary>Puts a point elsewhere.</summary>
    public Task<DoneMessage> Place(int work, PlaceMessage message) => Act(work, live =>
    {
        live.Place(message.Point, message.Place ?? throw new UsageException("A place has coordinates."));
        _isDue = true;
    });

    /// <summary>Plays faster or slower.</summary>
    /// <exception cref="UsageException">A number is out of range.</exception>
    public Task<DoneMessage> Pace(PaceMessage pace) => pace.StepsPerFrame is < 1 or > MostStepsPerFrame || pace.FramesPerSecond is not (> 0 and <= FastestFrames)
        ? throw new UsageException(FormattableString.Invariant($"A pace is 1 to {MostStepsPerFrame} steps a picture and at most {FastestFrames} pictures a second."))
        : Ask(() => { _pace = pace; return new DoneMessage(); });

    /// <summary>The present state as an SVG.</summary>
    public Task<PictureMessage> Picture(int work) => Ask(() =>
    {
        var frame = Played(work).Frame() with { Caption = Present.Caption };
        return new PictureMessage(System.Text.Encoding.UTF8.GetString(Plot.For(frame).Render(frame, PictureFormat.Svg)));
    });

    private Live Present => _live ?? throw new UsageException("Nothing is being played yet.");

    // A request that was long on its way may be meant for what was played before.
    private Live Played(int work) => work == _writer.Work ? Present : throw new UsageException("Something else is being played by now.");

    /// <summary>Ends all work.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _work.CancelAsync();
        _commands.Writer.TryComplete();
        await _loop;
        _events.Writer.TryComplete();
    }

    private Task<DoneMessage> Act(int work, Action<Live> action) => Ask(() => { action(Played(work)); return new DoneMessage(); });

    private Task<TResult> Ask<TResult>(Func<TResult> question)
    {
        var answer = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = _commands.Writer.TryWrite(() =>
        {
            try
            {
                using var cancelled = Workers.Cancel(_work.Token);
                answer.SetResult(question());
            }
            catch (Exception failure)
            {
                answer.SetException(failure);
            }
        });
        return isTaken ? answer.Task : throw new UsageException("This session has ended: load the page again.");
    }

    private async Task Loop()
    {
        try
        {
            while (!_ended.IsCancellationRequested)
            {
                if (!_isPlaying && !_isDue) await _commands.Reader.WaitToReadAsync(Ended);
                while (_commands.Reader.TryRead(out var command)) command();
                if (_isPlaying || _isDue) await Show();
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
        }
    }

    private async Task Show()
    {
        var clock = Stopwatch.StartNew();
        (string, byte[]) shown;
        try
        {
            using var cancelled = Workers.Cancel(_work.Token);
            shown = ("frame", Next());
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception failure)
        {
            (_isPlaying, _isDue) = (false, false);
            shown = ("stopped", JsonSerializer.SerializeToUtf8Bytes(new(Failure.SentenceOf(failure), _writer.Work), LabJson.Default.StoppedMessage));
        }

        await _events.Writer.WriteAsync(shown, Ended);
        if (!_isPlaying || _commands.Reader.Count > 0) return;
        var rest = TimeSpan.FromSeconds(1 / _pace.FramesPerSecond) - clock.Elapsed;
        if (rest > TimeSpan.Zero) await Task.WhenAny(_commands.Reader.WaitToReadAsync(Ended).AsTask(), Task.Delay(rest, Ended));
    }

    private byte[] Next()
    {
        var live = Present;
        if (_isPlaying)
        {
            Keep(live);
            var clock = Stopwatch.StartNew();
            for (var k = 0; k < _pace.StepsPerFrame && live.End is null && clock.Elapsed.TotalSeconds < Patience; k++) live.Advance();
        }

        if (live.End is not null) _isPlaying = false;
        _isDue = false;
        var message = _writer.Frame(live, _kept.Count, _isPlaying);
        return JsonSerializer.SerializeToUtf8Bytes(message, LabJson.Default.FrameMessage);
    }

    private void Keep(Live live) => _kept.Keep(live.Step, live.Save());
}
