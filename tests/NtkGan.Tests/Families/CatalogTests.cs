using System.Collections.Immutable;
using System.Reflection;
using NtkGan.Experiments;
using NtkGan.Onnx;
using NtkGan.Plots;
using NtkGan.Tests.Experiments;
using NtkGan.Torch;

namespace NtkGan.Tests.Families;

/// <summary>The generated catalog against what reflection finds.</summary>
public class CatalogTests
{
    private static readonly Assembly[] Assemblies =
        [typeof(Catalog).Assembly, typeof(TorchEngine).Assembly, typeof(OnnxFeatures).Assembly, typeof(Plot).Assembly, typeof(Experiment).Assembly, typeof(CatalogTests).Assembly];

    private static IEnumerable<Type> Types => Assemblies.SelectMany(assembly => assembly.GetTypes());

    public static TheoryData<string> Names => [.. Catalog.Families.Keys];

    private static ConstructorInfo Constructor(Type type) => type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;

    [Fact]
    public void Families_are_those_that_reflection_finds() => Assert.Equal(
        Types.Where(type => type.GetCustomAttribute<FamilyAttribute>() is not null).ToDictionary(type => type.GetCustomAttribute<FamilyAttribute>()!.Name).OrderBy(family => family.Key, StringComparer.Ordinal),
        Catalog.Families.OrderBy(family => family.Key, StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void Members_are_those_that_reflection_finds(string name)
    {
        var family = Catalog.Families[name];
        var expected = Types.Where(type => type is { IsAbstract: false, IsVisible: true, IsGenericTypeDefinition: false } && type.IsAssignableTo(family)).ToHashSet();
        Assert.Equal(expected, Catalog.Members(family).Select(member => member.Type).ToHashSet());
    }

    [Theory, MemberData(nameof(Names))]
    public void Parameters_and_their_values_are_those_that_reflection_finds(string name)
    {
        foreach (var member in Catalog.Members(Catalog.Families[name])) Check(member.Description, member.Example());
    }

    private static void Check(RecordDescription record, object example)
    {
        var nullability = new NullabilityInfoContext();
        var expected = Constructor(record.Type).GetParameters();
        Assert.Equal(expected.Select(parameter => parameter.Name), record.Parameters.Select(parameter => parameter.Name));
        foreach (var (parameter, described) in expected.Zip(record.Parameters))
        {
            var nullable = Nullable.GetUnderlyingType(parameter.ParameterType);
            Assert.Equal(nullable ?? parameter.ParameterType, described.Kind.Type);
            Assert.Equal(nullable is not null || nullability.Create(parameter).ReadState == NullabilityState.Nullable, described.MayBeNull);
            Assert.Equal(parameter.GetCustomAttribute<MayBeInfiniteAttribute>() is not null, described.MayBeInfinite);
            Assert.Equal(parameter.HasDefaultValue, described.HasDefault);
            if (parameter.HasDefaultValue) Assert.Equal(parameter.DefaultValue is { } value && described.Kind.Type.IsEnum ? Enum.ToObject(described.Kind.Type, value) : parameter.DefaultValue, described.Default);
            if (record.Type.GetProperty(char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..]) is { } property && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == described.Kind.Type) Assert.Equal(property.GetValue(example), described.Read(example));
            if (described is { Kind: RecordKind inner, HasDefault: true } && described.Read(example) is { } below) Check(inner.Description, below);
        }
    }

    [Fact]
    public void A_record_is_made_of_what_it_gives_back()
    {
        foreach (var member in Catalog.Families.Values.SelectMany(Catalog.Members))
        {
            var example = member.Example();
            Assert.Equal(example, member.Description.Make([.. member.Parameters.Select(parameter => parameter.Read(example))]));
        }
    }

    [Fact]
    public void Two_members_of_one_name_are_refused_with_both_their_types()
    {
        RecordDescription Same(Type type) => new(type, "mine", "Help.", [], _ => new object(), null);
        CatalogIndex Index(params Type[] members) => new CatalogIndex(ImmutableList<CatalogIndex.Registered>.Empty)
            .With(typeof(Animal).Assembly, () => new([new("animal", typeof(Animal))], [new(typeof(Animal), () => [.. members.Select(Same)])]));
        Assert.Single(Index(typeof(Cat)).Members(typeof(Animal)).All);
        var refusal = Assert.Throws<UsageException>(() => Index(typeof(Cat), typeof(Horse)).Members(typeof(Animal))).Message;
        Assert.Contains("called 'mine'", refusal);
        Assert.Contains(typeof(Cat).FullName!, refusal);
        Assert.Contains(typeof(Horse).FullName!, refusal);
    }

    [Fact]
    public void An_assembly_without_members_is_refused() =>
        Assert.Contains("adds no family and no member", Assert.Throws<UsageException>(() => Catalog.Register(typeof(Uri).Assembly)).Message);

    [Fact]
    public void A_member_that_is_not_public_keeps_a_name_for_messages_and_is_refused_in_files()
    {
        Assert.Equal("hidden", Catalog.NameOf(typeof(Hidden)));
        Assert.Null(Catalog.Describe(typeof(Hidden)));
        var refusal = Assert.Throws<UsageException>(() => NtkGan.Experiments.Configuration.RecordWriter.Write<Animal>(new Hidden())).Message;
        Assert.StartsWith($"The animal {typeof(Hidden)} of the assembly 'NtkGan.Tests' has no name for experiment files", refusal);
    }

    private sealed record Hidden : Animal;
}
