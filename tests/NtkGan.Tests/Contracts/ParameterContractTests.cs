using NtkGan.Architectures;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;

namespace NtkGan.Tests.Contracts;

/// <summary>Every number that a member of a family takes refuses NaN and infinity, before work starts.</summary>
public class ParameterContractTests
{
    public static TheoryData<string, string, double> Parameters
    {
        get
        {
            TheoryData<string, string, double> data = [];
            foreach (var family in new[] { typeof(Activation), typeof(Layer), typeof(Kernel), typeof(Architecture) })
            {
                foreach (var member in family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family) && type is { IsAbstract: false, IsPublic: true, IsGenericType: false }))
                {
                    foreach (var parameter in Constructor(member).GetParameters().Where(parameter => IsNumber(parameter.ParameterType)))
                        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }) data.Add(member.FullName!, parameter.Name!, bad);
                }
            }

            return data;
        }
    }

    private static bool IsNumber(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(double);

    private static System.Reflection.ConstructorInfo Constructor(Type member) => member.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;

    [Theory, MemberData(nameof(Parameters))]
    public void A_number_that_is_none_is_refused(string member, string parameter, double bad)
    {
        var constructor = Constructor(typeof(Kernel).Assembly.GetType(member)!);
        var arguments = constructor.GetParameters().Select(each => each.Name == parameter ? bad : each.HasDefaultValue ? each.DefaultValue : Needed(constructor.DeclaringType!, each)).ToArray();
        var refusal = Assert.ThrowsAny<Exception>(() =>
        {
            // Layers are checked where a network is made of them, after an affine one.
            if (constructor.Invoke(arguments) is Layer layer and not Activation) _ = new Composed([new Flatten(), new Dense(), layer]);
        });
        Assert.IsType<UsageException>(refusal is System.Reflection.TargetInvocationException ? refusal.InnerException : refusal);
    }

    // That of the member's example, where it has one.
    private static object? Needed(Type member, System.Reflection.ParameterInfo parameter) => parameter.ParameterType == typeof(Kernel) ? new NtkGan.Kernels.Radial.GaussianKernel()
        : member.GetProperty("Example")?.GetValue(null) is { } example ? member.GetProperty(parameter.Name!)?.GetValue(example) : null;

    [Fact]
    public void There_are_such_numbers() => Assert.InRange(Parameters.Count, 100, 1000);
}
