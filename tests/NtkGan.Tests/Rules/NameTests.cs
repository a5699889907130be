using NtkGan.Plots;

namespace NtkGan.Tests.Rules;

/// <summary>Public names are told apart when all our namespaces are open, as in a program of one file.</summary>
public class NameTests
{
    private static readonly System.Reflection.Assembly[] Ours =
        [typeof(Catalog).Assembly, typeof(Plot).Assembly, typeof(NtkGan.Experiments.Experiment).Assembly, typeof(NtkGan.Torch.TorchEngine).Assembly, typeof(NtkGan.Onnx.OnnxFeatures).Assembly];

    // What every program opens by itself.
    private static readonly string[] Implicit = ["System", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "System.Collections.Generic"];

    private static IEnumerable<Type> Open(IEnumerable<System.Reflection.Assembly> assemblies) => assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsNested);

    [Fact]
    public void No_public_name_stands_for_two_types() => Assert.Empty(Open(Ours).GroupBy(type => type.Name).Where(group => group.Count() > 1)
        .Select(group => string.Join(" and ", group.Select(type => type.FullName))));

    [Fact]
    public void No_public_name_is_one_of_the_runtime()
    {
        var runtime = Open([typeof(object).Assembly, typeof(Enumerable).Assembly, typeof(HttpClient).Assembly, typeof(Stack<>).Assembly]).Where(type => Implicit.Contains(type.Namespace)).Select(type => type.Name).ToHashSet();
        Assert.Contains("Buffer", runtime);
        Assert.Empty(Open(Ours).Where(type => runtime.Contains(type.Name)).Select(type => type.FullName));
    }
}
