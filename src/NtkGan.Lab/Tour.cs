using NtkGan.Stability;

namespace NtkGan.Lab;

/// <summary>A stop of the guided tour.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Room">Where: flow, game or synthesis.</param>
/// <param name="Words">What is played there.</param>
/// <param name="Text">Two sentences: what is seen, and why.</param>
/// <param name="Regime">What the prediction says of a game; null in other rooms.</param>
internal sealed record TourStop(string Name, string Room, IReadOnlyList<string> Words, string Text, Regime? Regime = null);

/// <summary>Eight failures of training, each one click: docs/failure-modes.md tells of them.</summary>
internal static class Tour
{
    private const string History = "history={kind: bounded, tolerance: 1e-12}";

    /// <summary>The stops, in order.</summary>
    public static IReadOnlyList<TourStop> Stops { get; } =
    [
        new("Oscillation", "game", ["oscillate", History],
            "The point overshoots its true point and swings about it. With little regularisation the discriminator remembers too long, and still pushes when the point has arrived.", Regime.Oscillates),
        new("A swing without end", "game", ["oscillate", "game.regularisation=0", History],
            "Without regularisation nothing is ever forgotten, and nothing damps the swing. Only a weight decay above 0 ends it.", null),
        new("Mode collapse", "game", ["collapse", History],
            "Two points share one true point, held apart at a fixed distance, and the other true point is never visited. Together they outweigh it, so that the discriminator's bump between them has turned upside down.", Regime.Collapses),
        new("A frozen point", "game", ["frozen", "updates=4000", History],
            "The third point starts ten kernel widths from everything and stays there. The discriminator is flat where it stands, so that its gradient vanishes.", Regime.Frozen),
        new("A point runs away", "game", ["diverge", "updates=4000", History],
            "One point wins the true point, the other flees in a straight line and never stops. The kernel is narrower than the critical width, so that a point is pushed on by what its own past has left behind.", Regime.Diverges),
        new("A discriminator that overshoots", "game", ["converge", "game.regularisation=21", History],
            "The discriminator's step size times the regularisation is above 2, so that every update overcorrects the last one. Its values alternate and grow, and the points are thrown out.", Regime.Diverges),
        new("A generator too fast", "game", ["oscillate", "game.generator_rate=45", "game.regularisation=1", History],
            "Each move jumps across the true point and lands farther on the other side. The product of both step sizes exceeds what the kernel's width allows.", null),
        new("Steps too wide in a flow", "flow", ["eight-gaussians", "source.count=200", "target.count=200", "flow.method.step_size=10000", "flow.iterations=100000", "metrics=[energy_distance]"],
            "The particles jump past the eight targets and back, step after step, instead of settling on them. A flow is followed in small steps alone: ten times less, and it arrives.", null),
    ];
}
