using TorchSharp;

namespace NtkGan.Torch;

/// <summary>That libtorch loads and computes.</summary>
[Named("torch")]
public sealed record TorchCheck : MachineCheck
{
    /// <inheritdoc/>
    public override string Subject => "torch";

    /// <inheritdoc/>
    public override string Mend => "The package libtorch-cpu for this system must lie beside the program: build again from the sources with 'dotnet build -c Release'.";

    /// <inheritdoc/>
    public override string Run()
    {
        using var scope = torch.NewDisposeScope();
        var eigenvalues = torch.linalg.eigh(torch.tensor(new[,] { { 2.0, 1 }, { 1, 2 } })).Item1.data<double>().ToArray();
        return Math.Abs(eigenvalues[0] - 1) + Math.Abs(eigenvalues[1] - 3) < 1e-14 ? "libtorch loads and solves a symmetric eigenproblem"
            : throw new NumericalException("libtorch solves a 2 x 2 eigenproblem wrongly");
    }
}
