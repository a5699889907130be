using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>What draws the same generated points in several games.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Inputs">The generated points, n x d with d 1 or 2.</param>
/// <param name="Targets">Targets, m x d.</param>
/// <param name="Games">The games, at least one.</param>
/// <param name="Line">On a line: where the games' functions are known, increasing; null in the plane.</param>
public sealed record GradientSheet(string Title, Matrix Inputs, Matrix Targets, ValueList<DrawnGame> Games, ValueList<double>? Line = null) : PlotData(Title)
{
    /// <summary>The names of the games without what all of them share.</summary>
    internal IReadOnlyList<string> Names => MetricComparison.Differences([.. Games.Select(game => game.Name)]);

    /// <inheritdoc/>
    public override void Check()
    {
        if (Games.Count == 0) throw new ArgumentException("Gradients are those of at least one game.");
        if (Inputs.Columns != Targets.Columns || Inputs.Columns != (Line is null ? 2 : 1))
            throw new ArgumentException($"Points of {Inputs.Columns} and {Targets.Columns} coordinates do not lie {(Line is null ? "in the plane" : "on a line")}.");
        if (!Inputs.IsFinite() || !Targets.IsFinite()) throw new NumericalException("A point is NaN or infinite.");
        foreach (var game in Games)
        {
            if ((game.Velocities.Rows, game.Velocities.Columns) != (Inputs.Rows, Inputs.Columns)) throw new ArgumentException($"The game '{game.Name}' has {game.Velocities.Rows} velocities for {Inputs.Rows} points.");
            if (Line is { } line && (game.Costs?.Count != line.Count || game.Drives?.Count != line.Count)) throw new ArgumentException($"The game '{game.Name}' is not known at the {line.Count} places of the line.");
            if (!game.Velocities.IsFinite() || game.Costs?.All(double.IsFinite) == false || game.Drives?.All(double.IsFinite) == false)
                throw new NumericalException($"The game '{game.Name}' has a value that is NaN or infinite.");
        }
    }
}

/// <summary>What one game does to points.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Velocities">How the generated points are drawn, n x d.</param>
/// <param name="Costs">On a line: the cost c(f) of a point at each place.</param>
/// <param name="Drives">On a line: -(c o f)' at each place, how a single point is drawn there while the discriminator is held.</param>
public sealed record DrawnGame(string Name, Matrix Velocities, ValueList<double>? Costs = null, ValueList<double>? Drives = null);
