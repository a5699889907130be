using NtkGan.Data;
using NtkGan.Games;
using NtkGan.Kernels;

namespace NtkGan.Lab;

/// <summary>What a page lets people choose, with the formulas of the library's own help.</summary>
internal static class LabCatalog
{
    private const string Length = "length";

    private static readonly (string Label, string Value)[] Networks =
    [
        ("ReLU NTK, 3 hidden layers", "{kind: neural, architecture: {kind: mlp, activations: [relu], hidden_layers: 3, bias_deviation: 1}}"),
        ("ReLU NTK, 1 hidden layer", "{kind: neural, architecture: {kind: mlp, activations: [relu], hidden_layers: 1, bias_deviation: 1}}"),
        ("ReLU NTK without biases", "{kind: neural, architecture: {kind: mlp, activations: [relu], hidden_layers: 3, bias_deviation: 0}}"),
        ("erf NTK, 2 hidden layers", "{kind: neural, architecture: {kind: mlp, activations: [erf], hidden_layers: 2, bias_deviation: 1}}"),
        ("ReLU NNGP, 3 hidden layers", "{kind: neural, variant: nngp, architecture: {kind: mlp, activations: [relu], hidden_layers: 3, bias_deviation: 1}}"),
    ];

    private static readonly Lazy<(Choice[] Data, Choice[] Kernels, Choice[] Losses, Choice[] GameKernels)> Choices = new(() =>
    {
        var network = Catalog.Find(typeof(Kernel), "neural").Help;
        Choice[] radial = [.. Catalog.Members<Kernel>().Where(member => typeof(Kernels.Radial.GaussianKernel).Namespace == member.Type.Namespace && member.Parameters.All(parameter => parameter.HasDefault)).Select(OfMember)];
        return (
            [.. Catalog.Members<DataSet>().Where(IsDrawable).Select(OfMember)],
            [.. Networks.Select(one => new Choice(one.Label, one.Value, network)), .. radial],
            [.. Catalog.Members<Loss>().Where(member => member.Parameters.All(parameter => parameter.HasDefault)).Select(OfMember)],
            [.. radial.Where(one => Catalog.Find(typeof(Kernel), one.Value).Parameters.Any(parameter => parameter.Key == Length))]);
    });

    /// <summary>All of it.</summary>
    public static CatalogMessage Of(LabFolder files) => new(typeof(Catalog).Assembly.GetName().Version?.ToString(3) ?? "", Choices.Value.Data, Choices.Value.Kernels, Choices.Value.Losses,
        Choices.Value.GameKernels, files.Files(), Tour.Stops);

    private static Choice OfMember(Member member) => new(member.Name.Replace('_', ' '), member.Name, member.Help);

    private static bool IsDrawable(Member member) => !member.Type.IsAssignableTo(typeof(ImageDataSet)) && member.Parameters.All(parameter => parameter.HasDefault) && member.Example() is DataSet { Shape: var shape } && !shape.IsImage && shape.Dimension == 2;
}
