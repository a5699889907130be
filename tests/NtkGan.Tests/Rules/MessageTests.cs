using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NtkGan.Tests.Rules;

/// <summary>The core speaks to callers of a library: no message of it names a key of an experiment file.</summary>
public partial class MessageTests
{
    [Fact]
    public void No_message_of_the_core_names_a_key() => Assert.Empty(Repository.Sources("src/NtkGan")
        .SelectMany(path => Keys(File.ReadAllText(path)).Select(key => $"{Path.GetFileName(path)}: {key}")));

    [Theory]
    [InlineData("\"set source.count to 1\"", true)]
    [InlineData("$\"set source.data.dimension={d}.\"", true)]
    [InlineData("\"give a shape, such as {height: 28, width: 28}.\"", true)]
    [InlineData("$\"such as {{height: 28}}.\"", true)]
    [InlineData("\"data_batch_1.bin to data_batch_5.bin\"", false)]
    [InlineData("$\"at {x:F1} GiB, or 0.5\"", false)]
    [InlineData("\"One thing. and another\" // source.count", false)]
    public void Keys_are_told_from_files_and_numbers(string source, bool isKey) => Assert.Equal(isKey, Keys($"var x = {source};").Any());

    private static IEnumerable<string> Keys(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()
        .Select(node => node switch { LiteralExpressionSyntax literal => literal.Token.ValueText, InterpolatedStringTextSyntax text => text.TextToken.ValueText, _ => "" })
        .SelectMany(text => Key().Matches(text)).Select(match => match.Value);

    // Words joined by dots, but no file and no resource; or a setting in braces.
    [GeneratedRegex(@"(?<![\w./])[a-z][a-z_]*(\.[a-z][a-z_]*)*\.(?!(csv|png|jpg|svg|npy|npz|bin|txt|gz|json|yaml)\b)[a-z_]+\b(?!\.)|\{[a-z_]+: ")]
    private static partial Regex Key();
}
