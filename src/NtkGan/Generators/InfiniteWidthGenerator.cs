using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Generators;

/// <summary>Which function a generator of infinite width starts from.</summary>
public enum InitialGenerator
{
    /// <summary>A draw of the Gaussian process that random networks of infinite width are.</summary>
    GaussianProcess,

    /// <summary>g_0(z) = z: the flow starts at the latent points, which must have the dimension of the data.</summary>
    Identity,

    /// <summary>g_0(z) = W z/sqrt(d_z), W_ij ~ N(0, 1).</summary>
    Linear,

    /// <summary>g_0 = 0: every point starts at the origin.</summary>
    Zero,
}

/// <summary>A generator of infinite width, trained by gradient flow on C = mean c(f(g(z))): dg(z)/dl = -(1/n) sum_j k_g(z, z_j) grad(c o f)(g(z_j)),
/// k_g its NTK on the latent points (Franceschi et al. 2022, section 4.3; no code of theirs has it). Kept as g = g_0 + sum_j k_g(., z_j) a_j,
/// n coefficients a_j in d dimensions, so that new latent points follow too. n^2 numbers of memory.</summary>
/// <param name="Kernel">k_g; the NTK of a ReLU network with biases if none is given.</param>
/// <param name="Initial">g_0.</param>
[Named("infinite_width")]
public sealed record InfiniteWidthGenerator(Kernel? Kernel = null, InitialGenerator Initial = InitialGenerator.GaussianProcess) : Generator
{
    /// <summary>k_g.</summary>
    public Kernel Kernel { get; } = Kernel ?? new NeuralKernel(new Mlp(biasDeviation: 1));

    /// <inheritdoc/>
    public override (GeneratorMap Map, Matrix Parameters) Start(Matrix latents, int dimension, ulong seed) =>
        (new Map(this, latents.Clone(), dimension, seed), new(latents.Rows, dimension));

    private sealed class Map : GeneratorMap
    {
        // The least pivot of the process's covariance, relative to its largest variance: coincident latent points give values 1e-7 apart.
        private const double RelativeFloor = 1e-14;

        private readonly InfiniteWidthGenerator _generator;
        private readonly Matrix _latents, _initial, _gram;
        private readonly int _dimension;
        private readonly ulong _seed;

        public Map(InfiniteWidthGenerator generator, Matrix latents, int dimension, ulong seed)
        {
            if (generator.Initial == InitialGenerator.Identity && latents.Columns != dimension)
                throw new UsageException($"A generator that starts as the identity needs latent points of {dimension} dimensions, as the target has, not {latents.Columns}: draw such, or start it as a linear map.");
            (_generator, _latents, _dimension, _seed) = (generator, latents, dimension, seed);
            _gram = generator.Kernel.Gram(latents);
            _initial = Start(latents, 0);
        }

        public override Matrix Points(Matrix parameters, int[]? rows = null) =>
            Sum(rows is null ? _initial : _initial.Take(rows), rows is null ? _gram : _gram.Take(rows), parameters);

        public override bool PullIsGradient => false;

        // In the geometry of the kernel the coefficients move by the velocities, and the points by k_g times them.
        public override Matrix Pull(Matrix parameters, Matrix velocities, int[]? rows = null) => Spread(velocities, parameters.Rows, rows);

        public override Matrix At(Matrix parameters, Matrix latents) =>
            Sum(Start(_latents.Above(latents), _latents.Rows), _generator.Kernel.Gram(latents, _latents), parameters);

        /// <summary>base + K a.</summary>
        private static Matrix Sum(Matrix start, Matrix gram, Matrix coefficients)
        {
            var result = start.Clone();
            const int rowsPerBlock = 16;
            Workers.ForBlocks(result.Rows, rowsPerBlock, (from, to) =>
            {
                for (var i = from; i < to; i++)
                    for (var j = 0; j < gram.Columns; j++)
                        DotProduct.Add(gram[i, j], coefficients.Row(j), result.Row(i));
            });
            return result;
        }

        /// <summary>g_0 at latent points from a row on; the rows before it take the same values whatever follows.</summary>
        private Matrix Start(Matrix latents, int from)
        {
            var (count, random) = (latents.Rows, CounterRandom.For(_seed, "generator"));
            var values = new Matrix(count, _dimension);
            switch (_generator.Initial)
            {
                case InitialGenerator.Identity:
                    latents.Values.CopyTo(values.Values);
                    break;
                case InitialGenerator.Linear:
                    var weights = new Matrix(_dimension, latents.Columns);
                    random.FillNormal(weights.Values);
                    for (var i = 0; i < count; i++)
                        for (var k = 0; k < _dimension; k++)
                            values[i, k] = DotProduct.Of(weights.Row(k), latents.Row(i)) / Math.Sqrt(latents.Columns);
                    break;
                case InitialGenerator.GaussianProcess:
                    Draw(latents, random, values);
                    break;
            }

            return from == 0 ? values : values.Take([.. Enumerable.Range(from, count - from)]);
        }

        private void Draw(Matrix latents, CounterRandom random, Matrix values)
        {
            var process = _generator.Kernel is NeuralKernel network ? network with { Variant = KernelKind.Nngp } : _generator.Kernel;
            var covariance = process.Gram(latents);
            var largest = 0.0;
            for (var i = 0; i < _latents.Rows; i++) largest = Math.Max(largest, covariance[i, i]);
            var factor = new GrowingCholesky(Math.Max(RelativeFloor * largest, double.Epsilon));
            var normal = new Matrix(values.Rows, values.Columns);
            random.FillNormal(normal.Values);
            for (var i = 0; i < values.Rows; i++)
            {
                factor.Append(covariance.Row(i)[..i], covariance[i, i]);
                factor.MultiplyLast(normal, values.Row(i));
            }
        }
    }
}
