using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class CounterRandomTests
{
    [Fact]
    public void Philox_matches_the_published_vectors()
    {
        // Known answers of the authors' Random123 distribution, philox4x32 with 10 rounds.
        var words = new uint[4];
        CounterRandom.Fill(0, 0, 0, words);
        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], words);
        CounterRandom.Fill(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, words);
        Assert.Equal([0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu], words);
    }

    [Fact]
    public void Normal_draws_have_the_moments_of_a_normal()
    {
        const int count = 200_000;
        var random = CounterRandom.For(7, "moments");
        double sum = 0, squares = 0, fourths = 0;
        for (var i = 0; i < count; i++)
        {
            var draw = random.NextNormal();
            sum += draw;
            squares += draw * draw;
            fourths += draw * draw * draw * draw;
        }

        // Five standard errors each: variances of z, z^2, z^4 are 1, 2, 96.
        Assert.InRange(sum / count, -5 / Math.Sqrt(count), 5 / Math.Sqrt(count));
        Assert.InRange(squares / count - 1, -5 * Math.Sqrt(2.0 / count), 5 * Math.Sqrt(2.0 / count));
        Assert.InRange(fourths / count - 3, -5 * Math.Sqrt(96.0 / count), 5 * Math.Sqrt(96.0 / count));
    }

    [Fact]
    public void Seeking_reaches_the_same_draws()
    {
        var random = CounterRandom.For(3, "seek");
        for (var i = 0; i < 10; i++) random.NextNormal();
        var position = random.Position;
        var expected = random.NextNormal();
        var other = CounterRandom.For(3, "seek");
        other.Seek(position);
        Assert.Equal(expected, other.NextNormal());
    }

    [Fact]
    public void Indices_have_no_bias()
    {
        // Of 2^32 words, three fall on two thirds of 3 * 2^29 indices and two on the others: without rejection the classes mod 3 have 3/8, 3/8, 2/8.
        const int count = 3 << 29, draws = 30_000;
        var random = CounterRandom.For(1, "indices");
        var classes = new int[3];
        for (var i = 0; i < draws; i++) classes[random.NextIndex(count) % 3]++;
        Assert.All(classes, hits => Assert.InRange(hits / (double)draws - 1.0 / 3, -5 * Math.Sqrt(2.0 / 9 / draws), 5 * Math.Sqrt(2.0 / 9 / draws)));
    }
}
