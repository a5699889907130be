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

    [Fact]
    public void Messages_of_the_core_are_made_of_words() => Assert.Empty(Repository.Sources("src/NtkGan")
        .SelectMany(path => Words(File.ReadAllText(path)).Select(word => $"{Path.GetFileName(path)}: {word}")));

    [Fact]
    public void Refused_parameters_are_named_in_words()
    {
        Assert.Equal("step size must be a number above 0, not -1.", Assert.Throws<UsageException>(() => new NtkGan.Movers.ExplicitEuler(-1)).Message);
        Assert.DoesNotContain(Repository.Sources("src/NtkGan"), path => File.ReadAllText(path).Contains("{Catalog.SnakeCase(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$\"enlarge step_size to {x} or more\"", true)]
    [InlineData("\"layer_normalization before it\"", true)]
    [InlineData("\"the one with data_batch_1.bin to data_batch_5.bin and test_batch.bin\"", false)]
    [InlineData("\"fortran_order\"", false)]
    [InlineData("\"{{'descr': '<f8', 'fortran_order': False\"", false)]
    [InlineData("\"enlarge the step size\" // step_size is a key", false)]
    public void Names_in_snake_case_are_told_from_files_and_single_words(string source, bool isName) => Assert.Equal(isName, Words($"var x = {source};").Any());

    [Theory]
    [InlineData("\"set source.count to 1\"", true)]
    [InlineData("$\"set source.data.dimension={d}.\"", true)]
    [InlineData("\"give a shape, such as {height: 28, width: 28}.\"", true)]
    [InlineData("$\"such as {{height: 28}}.\"", true)]
    [InlineData("\"data_batch_1.bin to data_batch_5.bin\"", false)]
    [InlineData("$\"at {x:F1} GiB, or 0.5\"", false)]
    [InlineData("\"One thing. and another\" // source.count", false)]
    public void Keys_are_told_from_files_and_numbers(string source, bool isKey) => Assert.Equal(isKey, Keys($"var x = {source};").Any());

    private static IEnumerable<string> Keys(string source) => Texts(source).SelectMany(text => Key().Matches(text)).Select(match => match.Value);

    // A text without blanks is a name by itself and no message.
    private static IEnumerable<string> Words(string source) => Texts(source).Where(text => text.Contains(' ')).SelectMany(text => SnakeCase().Matches(text)).Select(match => match.Value);

    private static IEnumerable<string> Texts(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()
        .Select(node => node switch { LiteralExpressionSyntax literal => literal.Token.ValueText, InterpolatedStringTextSyntax text => text.TextToken.ValueText, _ => "" });

    // Words joined by underscores, but no file, and nothing that is quoted in full.
    [GeneratedRegex(@"(?<![\w./'])[a-z]+(_[a-z]+)+\b(?![\w']*\.[a-z])(?!_\d)")]
    private static partial Regex SnakeCase();

    // Words joined by dots, but no file and no resource; or a setting in braces.
    [GeneratedRegex(@"(?<![\w./])[a-z][a-z_]*(\.[a-z][a-z_]*)*\.(?!(csv|png|jpg|svg|npy|npz|bin|txt|gz|json|yaml)\b)[a-z_]+\b(?!\.)|\{[a-z_]+: ")]
    private static partial Regex Key();
}
