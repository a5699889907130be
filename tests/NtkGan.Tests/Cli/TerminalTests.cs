using NtkGan.Cli;

namespace NtkGan.Tests.Cli;

public class TerminalTests
{
    private static readonly string[][] Rows = [["a", "one"], ["longer", string.Join(' ', Enumerable.Repeat("words", 30))]];

    private readonly StringWriter _output = new(), _error = new();

    [Fact]
    public void A_pipe_gets_no_padding_and_no_breaks()
    {
        new Terminal(_output, _error).Table(Rows);
        Assert.Equal($"a\tone\nlonger\t{Rows[1][1]}\n", _output.ToString());
    }

    [Fact]
    public void A_terminal_gets_columns_within_its_width()
    {
        new Terminal(_output, _error, width: 60).Table(Rows);
        var lines = _output.ToString().TrimEnd().Split('\n');
        Assert.StartsWith("a       one", lines[0]);
        Assert.True(lines.Length > 3);
        Assert.All(lines, line => Assert.True(line.Length <= 60));
    }

    [Fact]
    public void A_terminal_gets_four_digits_and_a_pipe_all()
    {
        Assert.Equal("0.3333", new Terminal(_output, _error, width: 60).Number(1.0 / 3));
        Assert.Equal("0.3333333333333333", new Terminal(_output, _error).Number(1.0 / 3));
    }

    [Fact]
    public void No_text_commands_the_terminal_or_fills_it()
    {
        var terminal = new Terminal(_output, _error, width: 60);
        terminal.Error("a\u001b[31mred\u0007\nline");
        terminal.Table([["\u001b[2J", "\u009b31m"]]);
        Assert.Equal("ntkgan: a\\u001b[31mred\\u0007 line\n", _error.ToString());
        Assert.DoesNotContain(_output.ToString().TrimEnd('\n'), char.IsControl);
        terminal.Error($"begin {new string('x', 1_000_000)} end");
        Assert.True(_error.ToString().Length < 2500);
        Assert.EndsWith("x end\n", _error.ToString());
    }
}
