using System.Collections;
using System.Reflection;
using NtkGan.Generators;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Rules;

/// <summary>Records are values: none shows an array or a list that compares by reference or that its holder could change, and what a state hands out is the
/// caller's own.</summary>
public class RecordTests
{
    private static readonly Assembly[] Ours =
        [typeof(Catalog).Assembly, typeof(Plot).Assembly, typeof(NtkGan.Experiments.Experiment).Assembly, typeof(NtkGan.Torch.TorchEngine).Assembly, typeof(NtkGan.Onnx.OnnxFeatures).Assembly];

    private static readonly HashSet<Type> ByValue = [typeof(ValueList<>), typeof(string)];

    // Read from JSON, whose serialiser makes no lists of ours.
    private static readonly HashSet<Type> OfJson = [typeof(NtkGan.Experiments.RunResult), typeof(NtkGan.Experiments.RunEnvironment)];

    private static IEnumerable<Type> Records => Ours.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null));

    [Fact]
    public void No_public_record_shows_a_list_that_compares_by_reference()
    {
        Assert.InRange(Records.Count(), 100, 1000);
        Assert.Equal("", string.Join('\n', Records.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => !OfJson.Contains(type) && IsStored(type, property) && IsList(property.PropertyType))
            .Select(property => $"{type.FullName}.{property.Name}: {property.PropertyType}"))));
    }

    [Fact]
    public void What_a_state_hands_out_cannot_change_it()
    {
        var mine = Matrix.Column(1, 2);
        var optimizer = new Adam();
        var memory = optimizer.Start(2);
        var flow = new FlowState(mine, Memory: memory);
        var synthesis = new SynthesisState(0, mine, memory, []);
        mine[0, 0] = flow.Parameters[1, 0] = synthesis.Samples[1, 0] = 9;
        memory.Steps = flow.Memory!.Steps = synthesis.Memory.Steps = 9;
        Assert.Equal(Matrix.Column(1, 2), flow.Parameters);
        Assert.Equal(Matrix.Column(1, 2), synthesis.Samples);
        Assert.Equal((0, 0), (flow.Memory.Steps, synthesis.Memory.Steps));

        // And states compare by content, as flows from one start do.
        Assert.Equal(new FlowState(Matrix.Column(1, 2), Memory: optimizer.Start(2)), flow);
        Assert.NotEqual(new FlowState(Matrix.Column(1, 3), Memory: optimizer.Start(2)), flow);
        Assert.Equal(new SynthesisState(0, Matrix.Column(1, 2), optimizer.Start(2), []), synthesis);
        Assert.Equal(Matrix.Column(1, 3), (flow with { Parameters = Matrix.Column(1, 3) }).Parameters);
        var game = new GeneratorFlow(new GaussianKernel(), new NtkGan.Games.Lsgan(), new NtkGan.Games.Exact(), optimizer);
        Assert.Equal(game.Advance(flow, mine), game.Advance(flow with { }, mine));
    }

    private static bool IsStored(Type type, PropertyInfo property) => property.SetMethod is not null || type.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static bool IsList(Type type) => typeof(IEnumerable).IsAssignableFrom(type) && !ByValue.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
}
