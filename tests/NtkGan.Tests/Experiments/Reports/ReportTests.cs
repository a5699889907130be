using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NtkGan.Experiments.Reports;
using NtkGan.Tests.Cli;

namespace NtkGan.Tests.Experiments.Reports;

public sealed partial class ReportTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private string Page(string name) => File.ReadAllText(_line[name]);

    [Fact]
    public void A_run_reports_itself_in_one_file_that_needs_no_other()
    {
        Assert.Equal(0, CommandLine.Run(["run", .. CommandLine.Small, "log.frames_every=3", "log.report=true", "--out", _line["run"]]).Code);
        var page = Page("run/report.html");
        Assert.Contains("Finished: all 7 steps were done.", page, StringComparison.Ordinal);
        Assert.Contains("Energy distance", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">flow.iterations</th><td>7</td><td>the command line</td>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">seed</th><td>1</td><td>default</td>", page, StringComparison.Ordinal);
        Assert.Contains("run/config.yaml --out", page, StringComparison.Ordinal);
        Assert.Equal(Directory.GetFiles(_line["run/frames"], "*.png").Length, page.Split("data-step=\"").Length - 1);
        Assert.DoesNotContain(Addresses().Matches(page), match => !match.Groups[1].Value.StartsWith("data:image/webp;base64,", StringComparison.Ordinal));
        Assert.True(page.Length < 5_000_000);
    }

    [Fact]
    public void The_policy_allows_the_script_and_the_style_of_the_page_alone()
    {
        Assert.Equal(0, CommandLine.Run(["run", .. CommandLine.Small, "log.report=true", "--out", _line["run"]]).Code);
        var page = Page("run/report.html");
        var policy = Policy().Match(page).Groups[1].Value;
        Assert.StartsWith("default-src &#x27;none&#x27;", policy, StringComparison.Ordinal);
        foreach (var tag in new[] { "script", "style" })
        {
            var content = Regex.Match(page, $"<{tag}>(.*?)</{tag}>", RegexOptions.Singleline).Groups[1].Value;
            Assert.Contains($"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content))).Replace("+", "&#x2B;", StringComparison.Ordinal)}", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_a_strangers_folder_says_is_text()
    {
        const string attack = "<script>alert(1)</script>";
        Assert.Equal(0, CommandLine.Run(["run", .. CommandLine.Small, "--out", _line["run"]]).Code);
        Directory.Move(_line["run"], _line["<img src=x onerror=alert(1)>"]);
        var folder = _line["<img src=x onerror=alert(1)>"];
        var table = Path.Combine(folder, "metrics.csv");
        File.WriteAllText(table, File.ReadAllText(table).Replace("lg", attack, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "result.json"), $$"""{"status":"diverged","reason":"{{attack}}","step":3,"metrics":{},"notes":["{{attack}}\u202e"],"seconds":1}""");
        File.WriteAllText(Path.Combine(folder, "samples.csv"), $"{attack},b\n1,2\n");
        File.WriteAllText(Path.Combine(folder, "frames/00000001.png"), attack);
        Report.Write(_line["report.html"], [folder]);
        var page = Page("report.html");
        Assert.DoesNotContain(attack, page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', page);
        Assert.True(page.Split("&lt;script&gt;alert(1)").Length > 4);
        Assert.Contains("Diverged at step 3.", page, StringComparison.Ordinal);
        Assert.Contains(@"\u003Cscript\u003E", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_stand_side_by_side_and_unfinished_or_broken_ones_have_reports_too()
    {
        foreach (var name in new[] { "all/a-seed1", "all/b" }) Assert.Equal(0, CommandLine.Run(["run", .. CommandLine.Small, "--out", _line[name]]).Code);
        File.Delete(_line["all/b/result.json"]);
        File.WriteAllText(_line["all/b/config.yaml"], "kind: [");
        var (code, output, _) = CommandLine.Run("report", _line["all"], "--json");
        Assert.Equal(0, code);
        Assert.Contains("\"runs\": 2", output, StringComparison.Ordinal);
        var page = Page("all/report.html");
        Assert.Contains("2 runs, side by side", page, StringComparison.Ordinal);
        Assert.Contains("Not finished: recorded until step 7.", page, StringComparison.Ordinal);
        Assert.Contains("ntkgan resume", page, StringComparison.Ordinal);
        Assert.Contains("The settings say nothing to this program.", page, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("report", _line["all"]).Code); // nothing is overwritten
        Assert.Equal(2, CommandLine.Run("report", _line["nowhere"]).Code);
    }

    [GeneratedRegex(@"(?:src|href)=""([^""]*)""")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"Content-Security-Policy"" content=""([^""]*)""")]
    private static partial Regex Policy();
}
