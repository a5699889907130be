using NtkGan.Experiments;

namespace NtkGan.Tests.Experiments;

public class PresetNameTests
{
    [Fact]
    public void Names_are_typed_with_hyphens_and_each_is_one_preset()
    {
        Assert.All(Preset.All, preset => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", preset.Name));
        Assert.Equal(Preset.All.Count, Preset.All.Select(preset => preset.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("relu_nobias", "relu-nobias")]
    [InlineData("lsgan_finite", "lsgan-finite")]
    [InlineData("eight-gaussians", "eight-gaussians")]
    [InlineData("eight_gaussians", "eight-modes")]
    [InlineData("ga_ntk_digits", "ga-ntk-digits")]
    public void Underscores_and_the_papers_names_are_known(string typed, string found) => Assert.Equal(found, Preset.Find(typed).Name);

    [Fact]
    public void A_name_far_from_all_lists_a_few() =>
        Assert.True(Assert.Throws<UsageException>(() => Preset.Find("xyzxyzxyzxyz")).Message.Length < 250);
}
