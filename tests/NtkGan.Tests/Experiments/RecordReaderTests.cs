using NtkGan.Experiments.Configuration;

namespace NtkGan.Tests.Experiments;

public class RecordReaderTests
{
    private static Zoo Read(string yaml) => RecordReader.Read<Zoo>(YamlText.Parse(yaml, "zoo.yaml"));

    private static string Refusal(string yaml) => Assert.Throws<UsageException>(() => Read(yaml)).Message;

    [Fact]
    public void Nothing_means_all_defaults() => Assert.Equal(new Zoo(), Read(""));

    [Fact]
    public void Every_kind_of_value_is_read() => Assert.Equal(
        new Zoo(ulong.MaxValue, false, new Hours(8, double.PositiveInfinity), new Horse("null", new Cat(Coat.TwoColoured, 3e-2)), [new TortoiseAnimal(), new Horse("a: b #")], [-1e-3], null, 50_000_000_000),
        Read("""
            seed: 18446744073709551615
            is_open: false
            hours: { from: 8, until: .inf }
            star:
              kind: horse
              name: "null"
              foal: { kind: cat, coat: two_coloured, weight: 3e-2 }
            animals:
              - tortoise
              - kind: horse
                name: 'a: b #'
            prices: [-1e-3]
            discount: null
            visitors: 5e10
            """));

    [Fact]
    public void A_mapping_without_a_kind_describes_the_usual_member() =>
        Assert.Equal(new Zoo(Star: new Cat(Weight: 7)), Read("star: { weight: 7 }"));

    [Theory]
    [InlineData("is_opem: true", "zoo.yaml:1: there is no key 'is_opem'. Did you mean 'is_open'?")]
    [InlineData("seed: 1\nhours:\n  untill: 3", "zoo.yaml:3: hours: there is no key 'untill'. Did you mean 'until'?")]
    [InlineData("hours: 9", "zoo.yaml:1: hours must be a mapping with the keys from, until.")]
    [InlineData("hours: { from: nine }", "zoo.yaml:1: hours.from must be a whole number, not 'nine'.")]
    [InlineData("hours: { from: 1.5 }", "zoo.yaml:1: hours.from must be a whole number, not '1.5'.")]
    [InlineData("hours: { from: 3000000000 }", "zoo.yaml:1: hours.from must be at most 2147483647, not '3000000000'.")]
    [InlineData("hours: { from: .inf }", "zoo.yaml:1: hours.from must be a whole number, not '.inf'.")]
    [InlineData("hours: { until: .nan }", "zoo.yaml:1: hours.until must be a number, not '.nan'.")]
    [InlineData("hours: { until: NaN }", "zoo.yaml:1: hours.until must be a number, not 'NaN'.")]
    [InlineData("hours: { until: \"5\" }", "zoo.yaml:1: hours.until must be a number, not the text \"5\".")]
    [InlineData("hours: { until: 1,5: 2 }", "zoo.yaml:1: hours: there is no key '5'. Known: from, until.")]
    [InlineData("hours: null", null)]
    [InlineData("seed: -1", "zoo.yaml:1: seed must be a whole number of at least 0, not '-1'.")]
    [InlineData("seed: null", "zoo.yaml:1: seed must be a whole number of at least 0, not null.")]
    [InlineData("is_open: yes", "zoo.yaml:1: is_open must be true or false, not 'yes'.")]
    [InlineData("star: dog", "zoo.yaml:1: star: There is no animal 'dog'. Known: cat, horse, tortoise.")]
    [InlineData("star: tortose", "zoo.yaml:1: star: There is no animal 'tortose'. Did you mean 'tortoise'?")]
    [InlineData("star: horse", "zoo.yaml:1: star needs the key 'name'.")]
    [InlineData("star: [cat]", "zoo.yaml:1: star must be the name of an animal, or a mapping with the key 'kind'.")]
    [InlineData("star: { kind: tortoise, speed: 3 }", "zoo.yaml:1: star: there is no key 'speed'. 'tortoise_animal' has no keys.")]
    [InlineData("star: { kind: cat, coat: twocoloured }", "zoo.yaml:1: star.coat cannot be 'twocoloured'. Did you mean 'two_coloured'?")]
    [InlineData("star:\n  kind: cat\n  weight: -4", "zoo.yaml:3: star: weight must be above 0.")]
    [InlineData("star:\n  kind: cat\n  weight: .inf", "zoo.yaml:3: star.weight must be finite.")]
    [InlineData("animals: cat", "zoo.yaml:1: animals must be a list, such as ['cat'].")]
    [InlineData("animals: [{ weight: 3 }]", "zoo.yaml:1: animals[0] needs the key 'kind', the name of an animal.")]
    [InlineData("prices: [1, two]", "zoo.yaml:1: prices[1] must be a number, not 'two'.")]
    [InlineData("prices: [1, null]", "zoo.yaml:1: prices[1] must be a number, not null.")]
    [InlineData("prices: [.inf]", "zoo.yaml:1: prices[0] must be finite.")]
    public void What_does_not_fit_is_refused_in_one_sentence(string yaml, string? message)
    {
        if (message is null) Assert.Equal(new Zoo(), Read(yaml));
        else Assert.Equal(message, Refusal(yaml));
    }
}
