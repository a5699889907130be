using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Generators;

/// <summary>The discriminator is held while the points move, as GANs do: a point is drawn by -grad (c o f), f as trained before the move.</summary>
public sealed record Frozen : GameGradient
{
    /// <inheritdoc/>
    public override Game Start(Kernel kernel, Loss loss, Training training, GeneratorCost cost, Normalisation normalisation, Discriminator? initial, ulong seed) =>
        new FrozenGame(training.Start(kernel, loss, normalisation, initial, seed), loss, cost);

    private sealed class FrozenGame(DiscriminatorTrainer trainer, Loss loss, GeneratorCost cost) : Game
    {
        public override bool StartsAnew => trainer.StartsAnew;

        public override FlowField Field(Matrix fakes, Matrix targets, Matrix points)
        {
            var trained = trainer.Train(fakes, targets);
            var (values, velocities, total) = (new double[points.Rows], new Matrix(points.Rows, points.Columns), 0.0);
            trained.Discriminator.Evaluate(points, values, velocities);
            for (var i = 0; i < points.Rows; i++)
            {
                var (value, slope) = CostAt(values[i]);
                total += value;
                foreach (ref var component in velocities.Row(i)) component *= -slope;
            }

            return new(trained, values, velocities, total / points.Rows);
        }

        public override (double Value, double Slope) CostAt(double f) => cost == GeneratorCost.C ? loss.GeneratorAt(f) : loss.FakeAt(f);

        public override void Save(StateWriter state) => trainer.Save(state);

        public override void Restore(StateReader state) => trainer.Restore(state);

        public override void Mark() => trainer.Mark();

        public override void TakeBack() => trainer.TakeBack();
    }
}
