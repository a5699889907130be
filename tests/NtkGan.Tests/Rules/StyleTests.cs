using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NtkGan.Tests.Rules;

/// <summary>Rules that review would forget.</summary>
public class StyleTests
{
    private const int LongestFile = 400;

    private static IEnumerable<Type> PublicTypes => typeof(Catalog).Assembly.GetExportedTypes();

    [Fact]
    public void Classes_are_abstract_or_sealed() =>
        Assert.Empty(PublicTypes.Where(type => type.IsClass && !type.IsAbstract && !type.IsSealed).Select(type => type.FullName));

    [Fact]
    public void No_public_field_can_be_changed() => Assert.Empty(PublicTypes
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(field => field is { IsInitOnly: false, IsLiteral: false, IsSpecialName: false }).Select(field => $"{field.DeclaringType}.{field.Name}"));

    [Fact]
    public void Files_stay_short() => Assert.DoesNotContain(
        Repository.Sources("src").Concat(Repository.Sources("tests")).Concat(Repository.Sources("bench")),
        path => File.ReadLines(path).Count() > LongestFile);

    [Fact]
    public void Files_are_named_as_a_type_in_them() => Assert.DoesNotContain(new[] { "src", "tests", "bench" }.SelectMany(Repository.Sources),
        path => Path.GetFileName(path) != "Program.cs" && !TypesIn(File.ReadAllText(path)).Contains(Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void A_comment_names_no_file() => Assert.Equal(["A", "B", "C"], TypesIn("/* class Z */ class A { struct B; } // record Y\nrecord C(string Text = \"enum X\");").Order());

    private static IEnumerable<string> TypesIn(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()
        .Select(node => node switch { BaseTypeDeclarationSyntax type => type.Identifier.Text, DelegateDeclarationSyntax type => type.Identifier.Text, _ => null }).OfType<string>();

    [Fact]
    public void Every_family_has_members_with_unique_names_help_and_an_example()
    {
        Assert.NotEmpty(Catalog.Families);
        foreach (var (name, family) in Catalog.Families)
        {
            var members = Catalog.Members(family);
            Assert.True(members.Count > 0, $"The family '{name}' has no members.");
            Assert.Equal(members.Count, members.Select(member => member.Name).Distinct().Count());
            foreach (var member in members)
            {
                Assert.True(member.Help.Length > 10, $"{member.Name} has no help.");
                foreach (var parameter in member.Parameters)
                    Assert.True(parameter.Help.Length > 3, $"{member.Name} does not explain '{parameter.Name}'.");
                Assert.IsType(member.Type, member.Example());
                Assert.True(member.Example().Equals(member.Example()), $"Two equal instances of {member.Name} differ: a list in it compares by reference.");
            }
        }
    }
}
