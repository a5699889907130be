using NtkGan.Tests.Browsing;
using NtkGan.Tests.Cli;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace NtkGan.Tests.Experiments.Reports;

/// <summary>Reports of every kind of run, made once.</summary>
public sealed class ReportPages : IDisposable
{
    public static readonly string[] Table = ["age,height,city", .. Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"{20 + i * 7 % 50},{160.5 + i * 11 % 37:F1},{(i % 3 == 0 ? "Rome" : "Oslo")}"))];

    private readonly CommandLine _line = new();

    public ReportPages()
    {
        Run("flow", [.. CommandLine.Small, "log.frames_every=1", "flow.iterations=9", "metrics=[energy_distance, sinkhorn_divergence]"]);
        Run("digits", ["ga-ntk-digits", "pool=20", "samples=4", "iterations=2", "held_out=4", "log.every=1", "log.frames_every=1"]);
        File.WriteAllLines(_line["people.csv"], Table);
        Run("table", [.. TableRun(_line["people.csv"])]);
        Run("game", ["oscillate", "updates=20"]);
        Run("atlas", ["atlas", "x.count=2", "y.count=2", "x.simulations=2", "y.simulations=2", "updates=50"]);
        foreach (var name in new[] { "flow", "digits", "table", "game", "atlas" }) Report(name, name);
        Report("several", "flow", "digits", "table", "game");
    }

    public static IEnumerable<string> TableRun(string path) =>
        ["kind=synthesis", $"data={{kind: table, path: \"{path}\"}}", "pool=20", "samples=5", "held_out=5", "iterations=3", "log.every=1", "metrics=[copy_alarm, mode_coverage]"];

    public string this[string name] => new Uri(_line[$"{name}.html"]).AbsoluteUri;

    public void Dispose() => _line.Dispose();

    private void Run(string name, string[] words)
    {
        var (code, _, error) = CommandLine.Run(["run", .. words, "--out", _line[name], "--quiet"]);
        Assert.True(code == 0, error);
    }

    private void Report(string name, params string[] runs) => NtkGan.Experiments.Reports.Report.Write(_line[$"{name}.html"], [.. runs.Select(run => _line[run])]);
}

/// <summary>Reports in a real browser.</summary>
[Collection(BrowserTests.Name)]
public class ReportBrowserTests(Chromium browser, ReportPages pages) : IClassFixture<ReportPages>
{
    [Theory]
    [InlineData("flow", 3)]
    [InlineData("digits", 6)]
    [InlineData("table", 5)]
    [InlineData("game", 3)]
    [InlineData("atlas", 2)]
    [InlineData("several", 10)]
    public async Task A_report_is_accessible_in_both_schemes_and_needs_nothing_else(string name, int curves)
    {
        var complaints = new List<string>();
        await using var page = await browser.Page(complaints, pages[name]);
        foreach (var isDark in new[] { false, true })
        {
            Assert.Empty(isDark ? await Chromium.FaultsInTheDark(page) : await Chromium.Faults(page));
            Assert.Empty(complaints);
            Assert.InRange(await page.EvaluateExpressionAsync<int>("document.querySelectorAll('.plot canvas').length"), curves, 40);
            Assert.Equal(isDark ? "rgb(20, 24, 29)" : "rgb(255, 255, 255)", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor"));
            Assert.True(await page.EvaluateExpressionAsync<bool>("document.documentElement.scrollWidth <= 1280"), "The page is wider than its window.");
            await Chromium.Keep(page, $"report-{name}-{(isDark ? "dark" : "light")}");
        }
    }

    [Fact]
    public async Task The_slider_shows_steps_by_keys_and_a_curve_its_numbers()
    {
        await using var page = await browser.Page(at: pages["flow"]);
        async Task<string> Shown() => await page.EvaluateExpressionAsync<string>("[...document.querySelectorAll('.frame')].filter(frame => frame.offsetParent).map(frame => frame.dataset.step).join() + ' ' + document.querySelector('#shown').textContent");
        Assert.Equal("9 step 9", await Shown());
        await page.FocusAsync("#step");
        await page.Keyboard.PressAsync("Home");
        Assert.Equal("0 step 0", await Shown());
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("1 step 1", await Shown());
        await page.FocusAsync("#play");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.querySelector('#shown').textContent === 'step 9' && document.querySelector('#play').textContent === 'Play'");

        var over = await page.QuerySelectorAsync(".u-over");
        await page.EvaluateExpressionAsync("document.querySelector('.u-over').scrollIntoView()");
        var box = await over.BoundingBoxAsync();
        await page.Mouse.MoveAsync(box.X + box.Width - 2, box.Y + box.Height / 2);
        await page.WaitForFunctionAsync("() => document.querySelector('.u-legend .u-value').textContent === '9'");
    }

    [Fact]
    public async Task On_paper_there_are_six_frames_two_charts_side_by_side_and_no_controls()
    {
        await using var page = await browser.Page(at: pages["flow"], isDark: true);
        await page.EmulateMediaTypeAsync(MediaType.Print);
        await page.SetViewportAsync(new ViewPortOptions { Width = 718, Height = 1000 }); // A4 within its margins
        await page.EvaluateExpressionAsync("window.dispatchEvent(new Event('beforeprint'))");
        Assert.Equal("0,2,4,5,7,9", await page.EvaluateExpressionAsync<string>("[...document.querySelectorAll('.frame')].filter(frame => frame.offsetParent).map(frame => frame.dataset.step).join()"));
        Assert.Equal("none", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('.control')).display"));
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.True(await page.EvaluateExpressionAsync<bool>("[...document.querySelectorAll('.chart')].every(chart => chart.querySelector('canvas').getBoundingClientRect().right <= chart.getBoundingClientRect().right)"), "A chart is cut.");
        Assert.Equal(2, await page.EvaluateExpressionAsync<int>("new Set([...document.querySelectorAll('.chart')].map(chart => Math.round(chart.getBoundingClientRect().left))).size"));
        await Chromium.Keep(page, "report-print");
        Assert.StartsWith("%PDF-", System.Text.Encoding.Latin1.GetString((await page.PdfDataAsync())[..8]));
    }
}
