using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Tests.State;

public class StateTests
{
    private static IReadOnlyDictionary<string, Matrix> Example => StateWriter.Of(state =>
    {
        state.Set("points", Matrix.Of(new[,] { { 1.5, -0.0 }, { double.Epsilon, 1.0 / 3 } }));
        var inner = state.Scope("a").Scope("b");
        inner.Set("whole", 1L << 53);
        inner.Set("number", double.MaxValue);
        inner.Set("text", "No\u00e4 \ud83d\ude00");
        inner.Set("empty", "");
        inner.Set("column", [1, 2, 3]);
        inner.Set("bound", double.PositiveInfinity);
        inner.Set("gaps", [double.NaN]);
    });

    private static void Whole(StateReader state)
    {
        Assert.Equal([1.5, -0.0, double.Epsilon, 1.0 / 3], state.Matrix("points", 2, 2).Values.ToArray());
        var inner = state.Scope("a").Scope("b");
        Assert.Equal(1L << 53, inner.Whole("whole"));
        Assert.Equal(double.MaxValue, inner.Number("number"));
        Assert.Equal("No\u00e4 \ud83d\ude00", inner.Text("text"));
        Assert.Equal("", inner.Text("empty"));
        Assert.Equal([1, 2, 3], inner.Counts("column", 3, 1, 3));
        Assert.Equal(double.PositiveInfinity, inner.Number("bound", StateNumbers.Infinite));
        Assert.True(double.IsNaN(inner.Numbers("gaps", 1, StateNumbers.Any)[0]));
        Assert.True(inner.Has("whole") && !inner.Has("points") && !inner.IsEmpty && state.Scope("other").IsEmpty);
    }

    [Fact]
    public void What_is_written_is_read() => StateReader.Read(Example, Whole);

    [Fact]
    public void Names_tell_the_scopes() => Assert.Contains("a/b/whole", Example.Keys);

    [Fact]
    public void What_is_missing_or_left_over_is_named()
    {
        foreach (var name in Example.Keys)
        {
            var lacking = Example.Where(array => array.Key != name).ToDictionary();
            Assert.Contains($"'{name}'", Assert.Throws<InvalidDataFormatException>(() => StateReader.Read(lacking, Whole)).Message, StringComparison.Ordinal);
        }

        var more = Example.Append(new("a/b/more", Matrix.Column(1))).ToDictionary();
        Assert.Contains("'a/b/more'", Assert.Throws<InvalidDataFormatException>(() => StateReader.Read(more, Whole)).Message, StringComparison.Ordinal);
        StateReader.Read(more, state =>
        {
            Whole(state);
            Assert.Equal(8, state.Scope("a").Matrices().Count);
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        void Refused(string text, Action<StateReader> read) =>
            Assert.Contains(text, Assert.Throws<InvalidDataFormatException>(() => StateReader.Read(Example, read)).Message, StringComparison.Ordinal);
        Refused("2 x 2, not 3 x m", state => state.Matrix("points", 3));
        Refused("2 x 2, not n x 1", state => state.Numbers("points"));
        Refused("'a/b/gaps' cannot hold NaN", state => state.Scope("a").Scope("b").Numbers("gaps", 1, StateNumbers.Infinite));
        Refused("'a/b/bound' cannot hold Infinity", state => state.Scope("a").Scope("b").Number("bound"));
        Refused("cannot hold", state => state.Scope("a").Scope("b").Count("whole"));
        Refused("cannot hold 1", state => state.Scope("a").Scope("b").Counts("column", 3, 2, 3));
        Refused("3 x 1, not 2 x 1", state => state.Scope("a").Scope("b").Counts("column", 2, 1, 3));
        Refused("cannot hold 1.5", state => StateReader.Read(StateWriter.Of(part => part.Set("x", 1.5)), part => part.Whole("x")));
        Refused("cannot hold 65536", state => StateReader.Read(StateWriter.Of(part => part.Set("x", 65536.0)), part => part.Text("x")));
    }

    [Fact]
    public void A_name_stands_once_and_without_a_slash()
    {
        var state = new StateWriter();
        state.Set("x", 1);
        Assert.Throws<ArgumentException>(() => state.Set("x", 2));
        Assert.Throws<ArgumentException>(() => state.Set("a/b", 2));
        Assert.Throws<ArgumentException>(() => state.Scope(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Set("large", (1L << 53) + 1));
    }
}
