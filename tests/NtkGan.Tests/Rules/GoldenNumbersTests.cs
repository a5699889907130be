using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NtkGan.Tests.Rules;

/// <summary>The golden numbers of the tests are those that the scripts in build/golden/ make.</summary>
public partial class GoldenNumbersTests
{
    // A literal of fewer digits could be another number of the file that happens to agree.
    private const int FewestDigits = 6;

    public static TheoryData<string, string> Numbers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (file, entries) in Golden)
                foreach (var name in entries.Keys) data.Add(file, name);
            return data;
        }
    }

    private static Dictionary<string, Dictionary<string, string[]>> Golden =>
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string[]>>>(File.ReadAllText(Path.Combine(Repository.Root, "build", "golden", "golden.json")))!;

    [Theory, MemberData(nameof(Numbers))]
    public void Stand_in_their_file(string file, string name)
    {
        var literals = Literals(File.ReadAllText(Path.Combine(Repository.Root, file)));
        Assert.All(Golden[file][name], number => Assert.True(literals.Any(literal => Agrees(literal, number)), $"{file} holds no literal {number} ({name})."));
    }

    [Theory]
    [InlineData(".919967027480951546", "0.9199670274809515454384975", true)]
    [InlineData(".919967027480951546", "0.9199670274809525454384975", false)]
    [InlineData("1.41186882e-5", "0.00001411868822549333112830414", true)]
    [InlineData("2.5625", "2.5625", true)]
    [InlineData("2.5", "2.5625", false)]
    [InlineData("2.6", "2.5625", false)]
    [InlineData("956", "956.0", true)]
    public void Agreement_is_to_the_digits_of_the_literal(string literal, string number, bool agrees) =>
        Assert.Equal(agrees, Agrees(Assert.Single(Literals($"x = -{literal};")), number));

    private static IReadOnlyList<string> Literals(string source) => [.. Literal().Matches(source).Select(match => match.Value.Replace("_", "", StringComparison.Ordinal))];

    private static bool Agrees(string literal, string number)
    {
        var (written, exact) = (Decimal(literal), Math.Abs(Decimal(number)));
        if (written == exact) return true;
        var digits = literal.Split('e', 'E')[0];
        if (digits.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length < FewestDigits) return false;

        // One unit of the last place for rounding, or four of a double where the literal has all its digits.
        var places = digits.Length - 1 - digits.IndexOf('.') - (literal.Split('e', 'E') is [_, var power] ? int.Parse(power, CultureInfo.InvariantCulture) : 0);
        return digits.Contains('.') && (double)Math.Abs(written - exact) <= Math.Max(1.01 * Math.Pow(10, -places), 4 * Math.ScaleB((double)exact, -53));
    }

    private static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w.])(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")]
    private static partial Regex Literal();
}
