using NtkGan.Experiments.Configuration;

namespace NtkGan.Tests.Experiments;

public class MergeTests
{
    private static string Merged(params string[] documents)
    {
        var nodes = documents.Select(document => Overrides.IsOverride(document) ? Overrides.Parse(document) : YamlText.Parse(document, "f"));
        return YamlWriter.Write((MappingNode)nodes.Aggregate<Node>((earlier, later) => earlier.Under(later))).ReplaceLineEndings("\n").TrimEnd();
    }

    [Fact]
    public void Mappings_merge_key_by_key_and_later_wins() => Assert.Equal("a: 1\nb:\n  c: 5\n  d: 4\ne: 6", Merged("a: 1\nb: { c: 3, d: 4 }", "b: { c: 5 }\ne: 6"));

    [Fact]
    public void Lists_are_replaced() => Assert.Equal("a: [3]", Merged("a: [1, 2]", "a: [3]"));

    [Theory]
    [InlineData("k: { kind: x, p: 1 }", "k: { kind: y, q: 2 }", "k:\n  kind: y\n  q: 2")]
    [InlineData("k: { kind: x, p: 1 }", "k: { kind: x, q: 2 }", "k:\n  kind: x\n  p: 1\n  q: 2")]
    [InlineData("k: { kind: x, p: 1 }", "k: y", "k: y")]
    [InlineData("k: { kind: x, p: 1 }", "k: x", "k:\n  kind: x\n  p: 1")]
    [InlineData("k: x", "k: { p: 1 }", "k:\n  kind: x\n  p: 1")]
    [InlineData("k: x", "k: { kind: y, p: 1 }", "k:\n  kind: y\n  p: 1")]
    [InlineData("k: { p: 1 }", "k: { kind: y }", "k:\n  p: 1\n  kind: y")]
    [InlineData("k: null", "k: { p: 1 }", "k:\n  p: 1")]
    [InlineData("k: { p: 1 }", "k: null", "k: null")]
    public void A_changed_kind_replaces_the_whole_mapping(string first, string second, string expected) => Assert.Equal(expected, Merged(first, second));

    [Theory]
    [InlineData("a.b.c=3", "a:\n  b:\n    c: 3")]
    [InlineData("a.b=[1, x]", "a:\n  b: [1, x]")]
    [InlineData("a=", "a: null")]
    [InlineData("a=x=y", "a: x=y")]
    [InlineData("a={kind: t, p: 2}", "a:\n  kind: t\n  p: 2")]
    public void Overrides_are_paths_with_a_value(string argument, string expected) => Assert.Equal(expected, Merged(argument));

    [Theory]
    [InlineData("=3")]
    [InlineData("a.=3")]
    [InlineData("a\n=3")]
    [InlineData("a b=3")]
    [InlineData("a=[")]
    [InlineData("a=&x 1")]
    public void Other_overrides_are_refused(string argument) => Assert.Throws<UsageException>(() => Overrides.Parse(argument));

    [Fact]
    public void An_origin_tells_where_a_value_came_from()
    {
        var merged = (MappingNode)YamlText.Parse("a: 1\nb: 2", "one.yaml").Under(YamlText.Parse("\nb: 3", "two.yaml")).Under(Overrides.Parse("c.d=4"));
        Assert.Equal(["one.yaml:1", "two.yaml:2"], merged.Entries.Take(2).Select(entry => entry.Value.Origin.ToString()));
        Assert.Equal("the command line", ((MappingNode)merged["c"]!)["d"]!.Origin.ToString());
    }
}
