using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NtkGan.SourceGenerator;

/// <summary>Writes the expression that describes a record, and collects the records that it holds.</summary>
internal sealed class Description(CancellationToken cancellation)
{
    private const string Root = "global::NtkGan.";
    private readonly SortedDictionary<string, string> _records = new(StringComparer.Ordinal);

    /// <summary>The full name of a type in code, Nullable of references removed.</summary>
    public static string NameOf(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The records below, one a line: full name, a blank, expression.</summary>
    public string Records => string.Join("\n", _records.Select(record => $"{record.Key}\t{record.Value}"));

    /// <summary>The expression that describes a record.</summary>
    /// <exception cref="UnfitException">Experiment files cannot hold it.</exception>
    public string Of(INamedTypeSymbol type)
    {
        var constructor = type.InstanceConstructors.Where(one => one.DeclaredAccessibility == Accessibility.Public)
            .OrderByDescending(one => one.Parameters.Length).FirstOrDefault() ?? throw new UnfitException("it has no public constructor");
        var (own, below) = (DocumentationText.Of(type, cancellation), DocumentationText.Of(constructor, cancellation));
        var name = NameOf(type);
        var parameters = constructor.Parameters.Select(parameter => Parameter(type, parameter, own.Parameter(parameter.Name) is { Length: > 0 } words ? words : below.Parameter(parameter.Name)));
        var arguments = constructor.Parameters.Select((parameter, index) => $"({parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})a[{index}]!");
        var given = Families.NamedOf(type) is { } text ? Literal(text) : "null";
        var example = type.GetMembers("Example").OfType<IPropertySymbol>().Any(property => property is { IsStatic: true, DeclaredAccessibility: Accessibility.Public }) ? $"static () => {name}.Example" : "null";
        return $"new {Root}RecordDescription(typeof({name}), {given}, {Literal(own.Summary)}, [{string.Join(", ", parameters)}], static a => new {name}({string.Join(", ", arguments)}), {example})";
    }

    private string Parameter(INamedTypeSymbol owner, IParameterSymbol parameter, string help)
    {
        var plain = Plain(parameter.Type);
        var kind = Kind(plain) ?? throw new UnfitException($"its parameter '{parameter.Name}' is a {plain.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, which is no number, text, choice, ValueList, member of a family or record of these");
        var mayBeNull = !SymbolEqualityComparer.Default.Equals(plain, parameter.Type) || (parameter.Type.IsReferenceType && parameter.NullableAnnotation == NullableAnnotation.Annotated);
        var infinite = parameter.GetAttributes().Any(attribute => Families.IsOurs(attribute.AttributeClass, "MayBeInfiniteAttribute"));
        var usual = parameter.HasExplicitDefaultValue ? $"true, {Default(parameter)}" : "false, null";
        return $"new({Literal(parameter.Name)}, {kind}, {Literal(help)}, static r => (({NameOf(owner)})r).@{PropertyOf(owner, parameter)}, {Word(mayBeNull)}, {Word(infinite)}, {usual})";
    }

    private string? Kind(ITypeSymbol type)
    {
        var name = NameOf(type);
        if (type.SpecialType is SpecialType.System_Double or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Boolean or SpecialType.System_String)
            return $"new {Root}ScalarKind(typeof({name}))";
        if (type.TypeKind == TypeKind.Enum) return $"new {Root}ChoiceKind<{name}>()";
        if (type is not INamedTypeSymbol named || !Families.IsVisible(named)) return null;
        if (named.IsGenericType)
            return Families.IsOurs(named.OriginalDefinition, "ValueList") && Kind(named.TypeArguments[0]) is { } item ? $"new {Root}ListKind<{NameOf(named.TypeArguments[0])}>({item})" : null;
        if (Families.NameOf(named) is not null) return $"new {Root}FamilyKind(typeof({name}))";
        if (!named.IsRecord || named.IsAbstract) return null;
        if (!_records.ContainsKey(name))
        {
            _records[name] = "";
            _records[name] = Of(named);
        }

        return $"new {Root}RecordKind(typeof({name}), {Families.MethodOf(name)})";
    }

    /// <summary>The property with the parameter's name, or else the only one of its type.</summary>
    private static string PropertyOf(INamedTypeSymbol owner, IParameterSymbol parameter)
    {
        var candidates = new List<IPropertySymbol>();
        for (var type = owner; type is not null; type = type.BaseType)
            candidates.AddRange(type.GetMembers().OfType<IPropertySymbol>().Where(property => property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public }
                && SymbolEqualityComparer.Default.Equals(Plain(property.Type), Plain(parameter.Type)) && candidates.All(other => other.Name != property.Name)));
        return (candidates.FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase))
            ?? (candidates.Count == 1 ? candidates[0] : throw new UnfitException($"no public property gives its parameter '{parameter.Name}' back"))).Name;
    }

    private static ITypeSymbol Plain(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static string Default(IParameterSymbol parameter)
    {
        var type = NameOf(Plain(parameter.Type));
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type.IsReferenceType || parameter.NullableAnnotation == NullableAnnotation.Annotated ? "null" : $"default({type})",
            double value when double.IsNaN(value) => "double.NaN",
            double value when double.IsInfinity(value) => value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
            double value => $"(double)({value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}d)",
            string text => Literal(text),
            var value => $"({type})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})",
        };
    }

    private static string Word(bool truth) => truth ? "true" : "false";

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}

/// <summary>A type that experiment files cannot hold.</summary>
/// <param name="reason">Why not, half a sentence.</param>
internal sealed class UnfitException(string reason) : Exception(reason);
