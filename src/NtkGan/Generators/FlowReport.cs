using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Generators;

/// <summary>What a flow met on its way: how the discriminator's trainings of the last step ended, and counts over the steps so far, so that nothing is
/// lost between two looks at a run. Nothing in the flow depends on it.</summary>
/// <param name="Status">The worst end of a training in the last step; a step with a diverged training is never completed.</param>
/// <param name="Note">What that training said, or, where all of them reached their time, the first that said something; may be empty.</param>
/// <param name="ErrorEstimate">The largest error estimate of these trainings, as of <see cref="TrainingResult.ErrorEstimate"/>.</param>
/// <param name="Cost">C = mean c(f) over the points that moved, before they did.</param>
/// <param name="LargestVelocity">The largest |grad (c o f)| at a point that moved, before it did.</param>
/// <param name="Coincident">Points that moved from the very place of another one: under most discriminators such points never part.</param>
/// <param name="StoppedEarly">Steps so far with a training that ended before its time.</param>
/// <param name="FirstStop">The first of them, from 1; 0 if there was none.</param>
/// <param name="AtRest">Steps in a row, up to the last, in which every velocity was 0: the flow cannot move.</param>
public sealed record FlowReport(TrainingStatus Status = TrainingStatus.Converged, string Note = "", double ErrorEstimate = 0, double Cost = 0, double LargestVelocity = 0,
    int Coincident = 0, long StoppedEarly = 0, long FirstStop = 0, long AtRest = 0)
{
    /// <summary>How the discriminator of the last step summed over its points, at the points that moved; null where it sums over none.</summary>
    public SummationReport? Summation { get; init; }

    /// <summary>Saves what later steps count on: the counts.</summary>
    internal void Save(StateWriter state)
    {
        state.Set("stopped_early", StoppedEarly);
        state.Set("first_stop", FirstStop);
        state.Set("at_rest", AtRest);
    }

    /// <summary>A report with what was saved; the last step itself is forgotten.</summary>
    internal static FlowReport Restored(StateReader state) =>
        new(StoppedEarly: state.Whole("stopped_early"), FirstStop: state.Whole("first_stop"), AtRest: state.Whole("at_rest"));

    /// <summary>With one more training of the step under way.</summary>
    internal FlowReport With(TrainedDiscriminator trained) => this with
    {
        Status = trained.Status > Status ? trained.Status : Status,
        Note = trained.Status > Status || Note.Length == 0 ? trained.Note : Note,
        ErrorEstimate = Math.Max(ErrorEstimate, trained.ErrorEstimate),
    };

    /// <summary>With what is known at the beginning of a step: where its points are and how they are drawn.</summary>
    internal FlowReport With(FlowField field, Matrix points)
    {
        var (largest, places) = (0.0, new HashSet<Place>(points.Rows));
        for (var i = 0; i < points.Rows; i++)
        {
            largest = Math.Max(largest, DotProduct.Of(field.Velocities.Row(i), field.Velocities.Row(i)));
            places.Add(new(points, i));
        }

        return this with
        {
            Cost = field.Cost,
            LargestVelocity = Math.Sqrt(largest),
            Coincident = points.Rows - places.Count,
            AtRest = field.Velocities.Values.ContainsAnyExcept(0) ? 0 : AtRest + 1,
            Summation = (field.Discriminator as KernelDiscriminator)?.Summation,
        };
    }

    /// <summary>At the end of a step.</summary>
    internal FlowReport After(long step) => Status == TrainingStatus.Converged ? this
        : this with { StoppedEarly = StoppedEarly + 1, FirstStop = FirstStop == 0 ? step : FirstStop };

    /// <summary>For the next step: the counts alone.</summary>
    internal FlowReport Begin() => this with { Status = TrainingStatus.Converged, Note = "", ErrorEstimate = 0 };

    // A row of a matrix, equal to one of the same numbers.
    private readonly record struct Place(Matrix Points, int Index)
    {
        public bool Equals(Place other) => Points.Row(Index).SequenceEqual(other.Points.Row(other.Index));

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var value in Points.Row(Index)) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
