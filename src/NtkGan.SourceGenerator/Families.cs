using System.Text;
using Microsoft.CodeAnalysis;

namespace NtkGan.SourceGenerator;

/// <summary>What makes a type a family or a member.</summary>
internal static class Families
{
    /// <summary>True for a type of the library itself, by its name.</summary>
    public static bool IsOurs(INamedTypeSymbol? type, string name) =>
        type?.Name == name && type.ContainingNamespace is { Name: "NtkGan", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>The name of a family, or null where a type is none.</summary>
    public static string? NameOf(INamedTypeSymbol type) => Given(type, "FamilyAttribute");

    /// <summary>The name that a member's attribute gives, or null.</summary>
    public static string? NamedOf(INamedTypeSymbol type) => Given(type, "NamedAttribute");

    /// <summary>The nearest family above a type, or null.</summary>
    public static INamedTypeSymbol? Above(INamedTypeSymbol type)
    {
        var above = type.BaseType;
        while (above is not null && NameOf(above) is null) above = above.BaseType;
        return above;
    }

    /// <summary>True if other assemblies see a type.</summary>
    public static bool IsVisible(INamedTypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
            if (outer.DeclaredAccessibility != Accessibility.Public) return false;
        return true;
    }

    /// <summary>True if a type, or one around it, has type parameters.</summary>
    public static bool IsGeneric(INamedTypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
            if (outer.IsGenericType) return true;
        return false;
    }

    /// <summary>A name of code as the name of a method; different names stay different.</summary>
    public static string MethodOf(string name)
    {
        var method = new StringBuilder("Of");
        foreach (var letter in name.Replace("global::", ""))
            method.Append(letter == '_' ? "__" : char.IsLetterOrDigit(letter) ? letter.ToString() : letter == '.' ? "_" : $"_{(int)letter}_");
        return method.ToString();
    }

    private static string? Given(INamedTypeSymbol type, string attribute) =>
        type.GetAttributes().FirstOrDefault(one => IsOurs(one.AttributeClass, attribute))?.ConstructorArguments.FirstOrDefault().Value as string;
}
