using NtkGan.Numerics;
using NtkGan.Spectral;
using TorchSharp;

namespace NtkGan.Benchmarks;

/// <summary>Milliseconds of dense algebra beside torch's, both on two threads.</summary>
internal static class AlgebraBenchmark
{
    public static void Run()
    {
        torch.set_num_threads(2);
        foreach (var n in new[] { 128, 512, 1000 })
        {
            var factor = new Matrix(n, n);
            CounterRandom.For(1, "benchmark").FillNormal(factor.Values);
            var matrix = MatrixProduct.TransposedOf(factor, factor);
            for (var i = 0; i < n; i++) matrix[i, i] += 1;
            using var tensor = torch.tensor(matrix.Values.ToArray(), n, n, torch.float64);
            void Report(string what, Action ours, Action theirs)
            {
                using var scope = torch.NewDisposeScope();
                var times = Timing.Milliseconds(n > 500 ? 5 : 15, ours, theirs);
                Console.WriteLine(FormattableString.Invariant($"{what,-18} n {n,4}: {times[0],8:F2} ms, torch {times[1],8:F2} ms, ratio {times[0] / times[1]:F2}"));
            }

            Report("product", () => MatrixProduct.Of(matrix, matrix), () => tensor.mm(tensor).Dispose());
            Report("inverse", () => Cholesky.TryFactor(matrix)!.Inverse(), () => torch.cholesky_inverse(torch.linalg.cholesky(tensor)));
            Report("eigenvalues", () => SymmetricEigen.ValuesOf(matrix), () => torch.linalg.eigvalsh(tensor));
            Report("eigenvectors", () => SymmetricEigen.Of(matrix), () => torch.linalg.eigh(tensor));
        }
    }
}
