using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NtkGan.Experiments.Reports;
using NtkGan.Tests.Cli;
using SkiaSharp;

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

    [Fact]
    public void Rows_of_a_table_stand_beside_the_real_rows_nearest_to_them_even_when_the_data_are_gone()
    {
        File.WriteAllLines(_line["people.csv"], ReportPages.Table);
        Assert.Equal(0, CommandLine.Run(["run", .. ReportPages.TableRun(_line["people.csv"]), "--out", _line["run"]]).Code);
        string[] made = File.ReadAllLines(_line["run/samples.csv"]), nearest = File.ReadAllLines(_line["run/nearest.csv"]);
        Assert.Equal((6, 6), (made.Length, nearest.Length));
        Assert.All(nearest, line => Assert.Contains(line, ReportPages.Table));
        File.Delete(_line["people.csv"]);
        Report.Write(_line["report.html"], [_line["run"]]);
        var page = Page("report.html");
        for (var i = 1; i < 6; i++) Assert.Contains($"<th scope=\"row\">{i}</th><td>{made[i]}</td><td>{nearest[i]}</td><td>{(made[i] == nearest[i] ? "yes" : "no")}</td>", page, StringComparison.Ordinal);
        Assert.Contains("The settings say nothing to this program.", page, StringComparison.Ordinal);
        Assert.Contains("people.csv", page, StringComparison.Ordinal);

        // A metric that has no value has no empty chart, and its line in the table says so.
        Assert.Contains("<td>unavailable</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("mode covered against the step", page, StringComparison.Ordinal);
        Assert.Equal(page.Split("data-chart=\"").Length - 1, page.Split("\"name\":\"").Length - 1);
        Assert.DoesNotContain("\"values\":[null,null,null,null]", page, StringComparison.Ordinal);
    }

    // Noise cannot be packed: whatever a run draws takes less.
    [Fact]
    public void A_report_stays_below_five_megabytes_whatever_is_pictured()
    {
        Assert.Equal(0, CommandLine.Run(["run", .. CommandLine.Small, "--out", _line["run"]]).Code);
        using var bitmap = new SKBitmap(560, 560);
        var noise = new SKColor[560 * 560];
        var random = new Random(1);
        for (var k = 0; k < noise.Length; k++) noise[k] = new((uint)random.Next() | 0xff000000);
        bitmap.Pixels = noise;
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        for (var k = 0; k < 12; k++)
            foreach (var other in new[] { "", $"-paths-{k}" }) File.WriteAllBytes(_line[$"run/frames/{k:D8}{other}.png"], png.ToArray());
        Report.Write(_line["report.html"], [_line["run"]]);
        Assert.InRange(new FileInfo(_line["report.html"]).Length, 3_000_000, 5_000_000);
        var page = Page("report.html");
        foreach (var step in new[] { 0, 11 }) Assert.Contains($"data-step=\"{step}\"", page, StringComparison.Ordinal);
        Assert.InRange(page.Split("class=\"picture\"").Length - 1, 1, 11);
    }

    [GeneratedRegex(@"(?:src|href)=""([^""]*)""")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"Content-Security-Policy"" content=""([^""]*)""")]
    private static partial Regex Policy();
}
