using System.Reflection;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Tests.Rules;

/// <summary>Records are right under <c>with</c>: what a property can be set to is what the constructor takes, refused with the same words, and the copy is the
/// record that the constructor makes. Properties that are checked together cannot be set one by one.</summary>
public class WithTests
{
    private static readonly Assembly[] Ours =
        [typeof(Catalog).Assembly, typeof(Plot).Assembly, typeof(NtkGan.Experiments.Experiment).Assembly, typeof(NtkGan.Torch.TorchEngine).Assembly, typeof(NtkGan.Onnx.OnnxFeatures).Assembly];

    private static IEnumerable<Type> Records => Ours.SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.GetMethod("<Clone>$") is not null);

    public static TheoryData<string> Names => [.. Records.Where(type => Settable(type).Any() && Made(type) is not null).Select(type => type.FullName!)];

    private static ConstructorInfo Constructor(Type type) => type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;

    private static IEnumerable<(ParameterInfo Parameter, PropertyInfo Property)> Settable(Type type) => type.GetConstructors().Length == 0 ? [] : Constructor(type).GetParameters()
        .Select(parameter => (Parameter: parameter, Property: Property(type, parameter)))
        .Where(pair => pair.Property?.GetSetMethod() is not null).Select(pair => (pair.Parameter, pair.Property!));

    private static PropertyInfo? Property(Type type, ParameterInfo parameter) =>
        type.GetProperties().FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The arguments of a small legal record, or null where the test knows none.</summary>
    private static object?[]? Made(Type type)
    {
        try
        {
            if (type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static) is { } example && example.PropertyType == type && example.GetValue(null) is { } instance)
                return [.. Constructor(type).GetParameters().Select(parameter => Property(type, parameter)!.GetValue(instance))];
            object?[] arguments = [.. Constructor(type).GetParameters().Select(parameter => parameter.HasDefaultValue ? Default(parameter) : Simple(parameter.ParameterType))];
            Constructor(type).Invoke(arguments);
            return arguments;
        }
        catch (Exception failure) when (failure is TargetInvocationException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }

    private static object? Default(ParameterInfo parameter) => parameter.DefaultValue is { } value && parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, value)
        : parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null);

    private static object? Simple(Type type) =>
        type == typeof(double) ? 1.0 : type == typeof(int) ? 1 : type == typeof(string) ? "name" : type == typeof(Matrix) ? Matrix.Of(new[,] { { 1.0, 2 }, { 3, 5 } })
        : type == typeof(double[]) ? new[] { 1.0, 2 } : type == typeof(ValueList<double>) ? (ValueList<double>)[1.0, 2] : type.IsValueType ? Activator.CreateInstance(type) : null;

    /// <summary>Values of a type at the edges of what might be legal.</summary>
    private static IEnumerable<object?> Candidates(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type);
        IEnumerable<object?> values = (inner ?? type) switch
        {
            var number when number == typeof(double) => [double.NaN, double.PositiveInfinity, -1.0, 0.0, .5, 1.0, 3.5, 2000.0],
            var number when number == typeof(int) => [-1, 0, 1, 2, 3, 64, 100_000, int.MaxValue],
            var flag when flag == typeof(bool) => [false, true],
            { IsEnum: true } choice => [.. Enum.GetValues(choice).Cast<object>(), Enum.ToObject(choice, 99)],
            var list when list == typeof(ValueList<double>) => [(ValueList<double>)[], (ValueList<double>)[double.NaN], (ValueList<double>)[-1.0], (ValueList<double>)[2.0], (ValueList<double>)[1.0, 2], (ValueList<double>)[1.0, 2, 3]],
            var list when list == typeof(ValueList<int>) => [(ValueList<int>)[], (ValueList<int>)[-1], (ValueList<int>)[3, 8], (ValueList<int>)[11]],
            var list when list == typeof(ValueList<string>) => [(ValueList<string>)[], (ValueList<string>)["one"]],
            var list when list == typeof(ValueList<ValueList<double>>) => [(ValueList<ValueList<double>>)[], (ValueList<ValueList<double>>)[[]], (ValueList<ValueList<double>>)[[1.0, 0], [0, 4]], (ValueList<ValueList<double>>)[[1.0, 2], [3]]],
            { IsGenericType: true } list when list.GetGenericTypeDefinition() == typeof(ValueList<>) => [Activator.CreateInstance(list, BindingFlags.NonPublic | BindingFlags.Instance, null, [Array.CreateInstance(list.GetGenericArguments()[0], 0)], null)],
            _ => [],
        };
        return inner is null ? values : values.Prepend(null);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_copy_takes_what_the_constructor_takes(string name)
    {
        var type = Records.Single(type => type.FullName == name);
        var made = Made(type)!;
        var compared = 0;
        foreach (var (parameter, property) in Settable(type))
        {
            foreach (var value in Candidates(parameter.ParameterType))
            {
                object?[] arguments = [.. made];
                arguments[parameter.Position] = value;
                var (expected, refusal) = Outcome(() => Constructor(type).Invoke(arguments));
                var (actual, ownRefusal) = Outcome(() =>
                {
                    var copy = type.GetMethod("<Clone>$")!.Invoke(Constructor(type).Invoke(made), null)!;
                    property.SetValue(copy, value);
                    return copy;
                });
                var context = $"{type.Name} with {property.Name} = {value ?? "null"}: ";
                Assert.Equal(context + refusal, context + ownRefusal);
                Assert.True(refusal.Length > 0 || !Comparable(type) || Equals(expected, actual), $"{context}the copy is not what the constructor makes.");
                compared++;
            }
        }

        Assert.True(compared > 0 || Settable(type).All(pair => !Candidates(pair.Parameter.ParameterType).Any()));
    }

    // Arrays, dictionaries and functions compare by reference, and some defaults make new ones.
    private static bool Comparable(Type type) => Equals(Constructor(type).Invoke(Made(type)), Constructor(type).Invoke(Made(type)));

    private static (object? Value, string Refusal) Outcome(Func<object> make)
    {
        try
        {
            return (make(), "");
        }
        catch (TargetInvocationException failure)
        {
            return (null, $"{failure.InnerException!.GetType().Name}: {failure.InnerException.Message}");
        }
    }

    [Fact]
    public void There_are_such_records() => Assert.InRange(Names.Count, 100, 1000);

    [Fact]
    public void Data_sets_read_anew_for_a_copy()
    {
        var three = new NtkGan.Data.Digits([3]);
        Assert.Equal(183, three.Size);
        Assert.Equal(1797, (three with { Classes = null }).Size);
        Assert.Equal(183, three.Size);
        var listed = new NtkGan.Data.ListedPoints([[1, 2]]);
        Assert.Equal((2, 1), (listed.All().Columns, (listed with { Points = [[5]] }).All().Columns));
    }

    [Fact]
    public void What_is_handed_out_cannot_change_what_it_came_from()
    {
        var mine = Matrix.Column(1, 2);
        var points = NtkGan.Stability.WeightedPoints.Uniform(mine);
        mine[0, 0] = points.Points[1, 0] = 9;
        Assert.Equal(Matrix.Column(1, 2), points.Points);

        double[] coefficients = [1, 2];
        mine = Matrix.Column(1, 2);
        var discriminator = new NtkGan.Games.KernelDiscriminator(new NtkGan.Kernels.Radial.GaussianKernel(), mine, coefficients);
        mine[0, 0] = discriminator.Points[1, 0] = coefficients[0] = 9;
        Assert.Equal((Matrix.Column(1, 2), 1.0), (discriminator.Points, discriminator.Coefficients[0]));

        mine = Matrix.Column(1, 2);
        var objective = new NtkGan.Synthesis.SynthesisObjective(new([new(new NtkGan.Kernels.Radial.GaussianKernel())]), mine, 1);
        mine[0, 0] = objective.Real[1, 0] = 9;
        Assert.Equal(Matrix.Column(1, 2), objective.Real);
    }

    [Fact]
    public void Records_that_hold_matrices_compare_by_content()
    {
        var (a, b) = (Matrix.Of(new[,] { { 1.0, 2 }, { 3, double.NaN } }), Matrix.Of(new[,] { { 1.0, 2 }, { 3, double.NaN } }));
        Assert.True(a.Equals(b) && a.GetHashCode() == b.GetHashCode());
        b[1, 0] = 4;
        Assert.False(a.Equals(b));
        Assert.False(a.Equals(new Matrix(1, 4, a.Values.ToArray())));
        Assert.Equal(new NtkGan.Data.Mixture(new(1, 2), 1), new NtkGan.Data.Mixture(new(1, 2), 1));
        Assert.Equal(NtkGan.Stability.WeightedPoints.Uniform(Matrix.Column(1, 2)), NtkGan.Stability.WeightedPoints.Uniform(Matrix.Column(1, 2)));
    }
}
