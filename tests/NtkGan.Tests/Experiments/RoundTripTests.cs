using System.Globalization;
using CsCheck;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Tests.Experiments;

public class RoundTripTests
{
    public static TheoryData<string, string> Members =>
    [
        .. Catalog.Families.SelectMany(family => Catalog.Members(family.Value).Select(member => (family.Key, member.Name))),
    ];

    private static string Written<T>(T record) where T : class => YamlWriter.Write(RecordWriter.Write(record));

    [Theory, MemberData(nameof(Members))]
    public void Every_member_of_every_family_reads_back_what_it_writes(string family, string name)
    {
        var type = Catalog.Families[family];
        var example = Catalog.Find(type, name).Example();
        foreach (var culture in new[] { "", "de-DE", "tr-TR" })
            Cultures.In(culture, () =>
            {
                var write = typeof(RecordWriter).GetMethod(nameof(RecordWriter.Write))!.MakeGenericMethod(type);
                var read = typeof(RecordReader).GetMethod(nameof(RecordReader.Read))!.MakeGenericMethod(type);
                var text = YamlWriter.Write((MappingNode)write.Invoke(null, [example])!);
                Assert.Equal(example, read.Invoke(null, [YamlText.Parse(text, "written"), ""]));
            });
    }

    [Fact]
    public void No_member_has_a_key_named_kind() => Assert.DoesNotContain(
        Catalog.Families.Values.SelectMany(Catalog.Members).SelectMany(member => member.Parameters),
        parameter => parameter.Key == Node.KindKey);

    [Fact]
    public void Every_default_is_spelled_out() => Assert.Equal("""
        seed: 1
        is_open: true
        hours:
          from: 9
          until: 17.5
        star:
          kind: cat
          coat: plain
          weight: 4
        animals:
          - kind: cat
            coat: plain
            weight: 4
          - tortoise
        prices: [1, 2.5]
        discount: 0.5
        visitors: 0

        """, Written(new Zoo()));

    [Fact]
    public void A_summary_is_one_line() =>
        Assert.Equal("horse(name Fury, foal cat(coat plain, weight 3))", YamlWriter.Summary(RecordWriter.Write<Animal>(new Horse("Fury", new Cat(Weight: 3)))));

    [Fact]
    public void Any_text_survives() => Gen.String[Gen.OneOf(Gen.Char, Gen.Char["\"'\\\n\r\t\0:#-[]{}é\u0085\u2028\ufeffñ日"]), 0, 12]
        .Where(text => !text.Any(char.IsSurrogate) && !text.Contains('\uffff') && !text.Contains('\ufffe'))
        .Sample(text => Assert.Equal(text, ((Horse)RecordReader.Read<Animal>(YamlText.Parse(Written<Animal>(new Horse(text)), "written"))).Name), iter: 2000);

    [Fact]
    public void Any_number_survives() => Gen.Double.Where(double.IsFinite).Array[0, 4].Select(Gen.ULong, Gen.Long[-(1L << 60), 1L << 60]).Sample((prices, seed, visitors) =>
    {
        var zoo = new Zoo(Seed: seed, Prices: ValueList.From(prices), Visitors: visitors);
        Assert.Equal(zoo, RecordReader.Read<Zoo>(YamlText.Parse(Written(zoo), "written")));
    }, iter: 500);

    [Theory]
    [InlineData("true"), InlineData("null"), InlineData("~"), InlineData("1e3"), InlineData(""), InlineData("NaN"), InlineData("-"), InlineData("a: b"), InlineData("No"), InlineData("/data/x.csv")]
    public void Words_that_mean_something_else_are_quoted(string text) =>
        Assert.Equal(new Horse(text), RecordReader.Read<Animal>(YamlText.Parse(Written<Animal>(new Horse(text)), "written")));
}

/// <summary>Runs code under another culture.</summary>
internal static class Cultures
{
    public static void In(string name, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
