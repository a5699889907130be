using NtkGan.Data.Files;
using NtkGan.Experiments;
using NtkGan.Experiments.Reproductions;
using NtkGan.Numerics;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Experiments.Reproductions;

public sealed class ReproductionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Figures => [.. PublishedFigure.All.Select(figure => figure.Id)];

    [Theory, MemberData(nameof(Figures))]
    public void A_figure_says_what_it_is_and_its_words_compose_in_full_and_quick(string id)
    {
        var way = PublishedFigure.Find(id).Way;
        Assert.InRange(way.What.Length, 10, 130);
        Assert.DoesNotContain(".\n", way.What + "\n");
        Assert.All(way.Numbers, number => Assert.Equal(number.Theirs.Length > 0, number.From.Length > 0));
        foreach (var isQuick in new[] { false, true })
        {
            switch (way)
            {
                case RunsReproduction runs:
                    var names = Compositions(runs.WordsOf(isQuick));
                    Assert.Equal(names.Count, names.Distinct().Count());
                    foreach (var place in way.Numbers.SelectMany(number => new[] { number.Place, number.Over }).OfType<NumberPlace>())
                        Assert.True(place.File == "comparison.csv" ? place.Column.EndsWith("_mean", StringComparison.Ordinal) && names.Contains(place.Row["name=".Length..]) : names.Contains(place.File.Split("-seed1/")[0]), $"{place}");
                    break;
                case AdequacyReproduction adequacy:
                    Assert.NotNull(adequacy.Experiment);
                    Assert.All(way.Numbers, number => Assert.Equal("errors.csv", number.Place.File));
                    break;
                case VectorFieldReproduction field:
                    Assert.InRange(VectorFields.Of(field.Words).Count, 1, 64);
                    break;
                default:
                    Assert.NotEqual("", Assert.IsType<MissingReproduction>(way).Reason);
                    Assert.Equal("", way.Command(isQuick));
                    break;
            }
        }

        static List<string> Compositions(IReadOnlyList<string> words) => [.. WordCombinations.Of(words, 1000, "runs").All.Select(Composition.Of).Select(composition => composition.Name)];
    }

    [Fact]
    public void All_three_papers_are_there_with_what_cannot_be_had()
    {
        foreach (var paper in Enum.GetValues<Paper>())
        {
            Assert.Contains(PublishedFigure.All, figure => figure.Way.Paper == paper && figure.Way is MissingReproduction);
            Assert.True(PublishedFigure.All.Count(figure => figure.Way.Paper == paper && figure.Way is not MissingReproduction) >= 10);
        }

        Assert.Contains("isolated-ring", Assert.Throws<UsageException>(() => PublishedFigure.Find("isolated-rings")).Message);
        Assert.Equal("gan-tk-line", PublishedFigure.Find("gan_tk_line").Id);
    }

    [Fact]
    public void The_page_quotes_an_entry_as_it_is() =>
        Assert.Contains(File.ReadAllText(Path.Combine(Repository.Root, "figures", "gan-tk-lsgan-eight-gaussians.yaml")), File.ReadAllText(Path.Combine(Repository.Root, "docs", "reproduce.md")));

    [Fact]
    public void A_place_is_a_cell_or_an_element_and_nothing_where_there_is_none()
    {
        File.WriteAllText(_folder["a.csv"], "step,s,e\n0,1,2\n500,0.25,\n1000,8.4e-8,3\n");
        NumpyArchive.Write(_folder["a.npz"], new Dictionary<string, NumpyArray> { ["m"] = NumpyArray.Of(new Matrix(2, 3, [0, 1, 2, 3, 4, 5])) });
        double? At(string file, string column, string row = "") => new NumberPlace(file, column, row).Read(_folder["."]);
        Assert.Equal(8.4e-8, At("a.csv", "s"));
        Assert.Equal(.25, At("a.csv", "s", "step=500"));
        Assert.Equal([null, null, null, null], new[] { At("a.csv", "e", "step=500"), At("a.csv", "s", "step=2500"), At("a.csv", "t"), At("b.csv", "s") });
        Assert.Equal(5, At("a.npz", "m", "1,2"));
        Assert.Equal(0, At("a.npz", "m"));
        Assert.Equal([null, null], new[] { At("a.npz", "n", "0,0"), At("a.npz", "m", "2,0") });
    }

    [Theory]
    [InlineData(1.0, 2.0, 1, "agrees")]
    [InlineData(1.0, 2.0, 2, "agrees")]
    [InlineData(1.0, 2.0, 2.1, "differs")]
    [InlineData(1.0, null, 1e300, "agrees")]
    [InlineData(1.0, null, .9, "differs")]
    [InlineData(null, null, .9, "")]
    [InlineData(null, 2.0, double.NaN, "differs")]
    public void A_number_agrees_within_its_tolerance(double? least, double? most, double ours, string verdict) =>
        Assert.Equal(verdict, new PublishedNumber("x", new("a.csv", "s"), Least: least, Most: most).Verdict(ours));
}
