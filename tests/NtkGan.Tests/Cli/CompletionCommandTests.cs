using System.Diagnostics;
using NtkGan.Experiments;

namespace NtkGan.Tests.Cli;

public sealed class CompletionCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Every_shell_learns_commands_options_presets_keys_and_values(string shell)
    {
        var (code, output, error) = CommandLine.Run("completion", shell);
        Assert.Equal((0, ""), (code, error));
        Assert.All(["'run'", "'stability predict'", "'--threads'", "'flow.iterations='", "'loss'", "'lsgan'", "'loss.kind'", "'1d'", "'ntk'", .. Preset.All.Select(preset => $"'{preset.Name}'")],
            word => Assert.Contains(word, output));
        Assert.All(output.Split('\n').Where(line => !line.TrimStart().StartsWith('#')), line => Assert.Equal(0, line.Count(letter => letter == '\'') % 2));
    }

    [Theory]
    [InlineData("ntkgan sta", "stability")]
    [InlineData("ntkgan stability ", "predict simulate atlas --help --with")]
    [InlineData("ntkgan run eight-g", "eight-gaussians")]
    [InlineData("ntkgan run relu --th", "--threads")]
    [InlineData("ntkgan run relu flow.it", "flow.iterations=")]
    [InlineData("ntkgan run loss=ls", "lsgan")]
    [InlineData("ntkgan stability simulate ring-", "ring-motion")]
    [InlineData("ntkgan adequacy ", "1d 2d", true)]
    [InlineData("ntkgan list activ", "activation")]
    [InlineData("ntkgan kernel gaussi", "gaussian")]
    [InlineData("ntkgan run nothing-like-it", "")]
    public void Bash_completes(string typed, string expected, bool isStart = false)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        var script = _line["completion.bash"];
        File.WriteAllText(script, CommandLine.Run("completion", "bash").Output + $"\nCOMP_LINE='{typed}' COMP_POINT=${{#COMP_LINE}}\nCOMP_POINT={typed.Length}\n_ntkgan\necho \"${{COMPREPLY[*]}}\"\n");
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["--norc", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (bash.StandardOutput.ReadToEnd(), bash.StandardError.ReadToEnd());
        Assert.Equal("", error);
        if (isStart) Assert.StartsWith(expected, output);
        else Assert.Equal(expected, output.TrimEnd('\n'));
    }
}
