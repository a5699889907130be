using NtkGan.Lab;
using PuppeteerSharp;
using PuppeteerSharp.Input;

namespace NtkGan.Tests.Lab;

/// <summary>The page in a real browser: Debian's chromium, or one that CHROMIUM names.</summary>
public sealed class LabBrowserTests : IAsyncLifetime
{
    private static readonly string? Chromium = new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    private LabServer _server = null!;
    private IBrowser _browser = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium is null, "There is no chromium here (apt-get install chromium), so the lab's page is not tried in a browser.");
        _server = await LabServer.Start();
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions { ExecutablePath = Chromium, Headless = true, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], DefaultViewport = new ViewPortOptions { Width = 1280, Height = 800 } });
        _page = await _browser.NewPageAsync();
        _page.DefaultTimeout = 30_000;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private const string Small = "#room=flow&particles=40&targets=40&kernel=gaussian&size=300";

    private Task Go(string state) => _page.GoToAsync($"{_server.Address}{state}");

    private async Task Until(string condition) => await _page.WaitForFunctionAsync($"() => {condition}");

    private Task<string> Text(string selector) => _page.EvaluateExpressionAsync<string>($"document.querySelector('{selector}').textContent");

    [Fact]
    public async Task A_flow_plays_steps_and_goes_back_by_the_keyboard_alone()
    {
        await Go(Small);
        await Until("document.querySelector('#moment').textContent.startsWith('step 0')");
        await _page.Keyboard.PressAsync("ArrowRight");
        await Until("document.querySelector('#moment').textContent.startsWith('step 1,')");
        await _page.Keyboard.PressAsync("ArrowLeft");
        await Until("document.querySelector('#moment').textContent.startsWith('step 0')");
        await _page.Keyboard.PressAsync("Space");
        await Until("parseInt(document.querySelector('#moment').textContent.slice(5)) > 5");
        await _page.Keyboard.PressAsync("Space");
        await Until("document.querySelector('#play').textContent === 'Play'");

        // Every control is reached by Tab and has a name.
        var names = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            await _page.Keyboard.PressAsync("Tab");
            names.Add(await _page.EvaluateExpressionAsync<string>("(document.activeElement.getAttribute('aria-label') || (document.activeElement.labels?.[0] ?? document.activeElement).textContent || '').trim().split('\\n')[0].slice(0, 14)"));
        }

        Assert.Superset(new HashSet<string> { "Flow", "Stability game", "Synthesis", "Copy link", "Export", "Start", "What is played", "Play", "Step", "Back", "Restart" }, names);
    }

    [Fact]
    public async Task Data_are_drawn_by_hand_and_stand_in_the_link()
    {
        await Go("#room=flow&particles=30&kernel=gaussian&target=drawn");
        await _page.WaitForSelectorAsync("canvas.draws");
        var box = await (await _page.QuerySelectorAsync("canvas")).BoundingBoxAsync();
        await _page.Mouse.MoveAsync(box.X + 100, box.Y + 150);
        await _page.Mouse.DownAsync();
        await _page.Mouse.MoveAsync(box.X + 400, box.Y + 350, new MoveOptions { Steps = 25 });
        await _page.Mouse.UpAsync();
        await Until("location.hash.includes('drawn=')");
        await _page.ClickAsync("#apply");
        await Until("document.querySelector('#moment').textContent.startsWith('step 0')");
        var link = await _page.EvaluateExpressionAsync<string>("location.hash");
        await using var other = await _browser.NewPageAsync();
        await other.GoToAsync($"{_server.Address}{link}");
        await other.WaitForFunctionAsync("() => document.querySelector('#moment').textContent.startsWith('step 0')");
        await other.ClickAsync("#export");
        await other.WaitForSelectorAsync("dialog[open]");
        var yaml = await other.EvaluateExpressionAsync<string>("document.querySelector('#yaml').textContent");
        Assert.Contains("listed", yaml);
        Assert.Contains("new ListedPoints(", await other.EvaluateExpressionAsync<string>("document.querySelector('#program').textContent"));

        // What is exported is what is played.
        var folder = Directory.CreateTempSubdirectory("ntkgan-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "lab.yaml");
            await File.WriteAllTextAsync(path, yaml, TestContext.Current.CancellationToken);
            Assert.Equal(30, NtkGan.Experiments.Composition.Of(path).Experiment.Start().Frame()!.Particles.Rows);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_point_is_dragged_and_wrong_input_gets_its_sentence()
    {
        await Go("#room=game&generated=[[0.2]]&real=[[-1],[1]]");
        await Until("document.querySelector('#regime') !== null");
        var before = await Place();
        var box = await (await _page.QuerySelectorAsync("canvas")).BoundingBoxAsync();
        await _page.FocusAsync("canvas");
        await _page.Keyboard.PressAsync("n");
        await _page.Keyboard.PressAsync("ArrowRight");
        await Until($"document.querySelector('canvas').toDataURL() !== {System.Text.Json.JsonSerializer.Serialize(before)}");
        await _page.EvaluateExpressionAsync("document.querySelector('[name=length]').value = '-1'");
        await _page.ClickAsync("#apply");
        await Until("document.querySelector('#wrong').textContent !== ''");
        Assert.Contains("length", await Text("#wrong"));

        Task<string> Place() => _page.EvaluateExpressionAsync<string>("document.querySelector('canvas').toDataURL()");
    }

    [Theory]
    [InlineData("game", "document.querySelector('#regime')?.textContent === 'Converges' && document.querySelector('#atlas') !== null")]
    [InlineData("synthesis", "true")]
    [InlineData("flow", "document.querySelectorAll('.u-over').length > 1")]
    public async Task Every_room_plays_and_fits_the_window(string room, string condition)
    {
        await Go($"#room={room}");
        await Until($"document.querySelector('#moment').textContent.startsWith('step 0') && {condition}");
        await _page.ClickAsync("#play");
        await Until("parseInt(document.querySelector('#moment').textContent.slice(5)) >= 12");
        Assert.Equal("", await Text("#wrong"));
        Assert.True(await _page.EvaluateExpressionAsync<bool>("document.documentElement.scrollWidth <= 1280"), "The page is wider than its window.");
        Assert.True(await _page.EvaluateExpressionAsync<bool>("document.querySelector('#controls').getBoundingClientRect().bottom <= 800"), "The controls are below the window.");
        if (Environment.GetEnvironmentVariable("LAB_PICTURES") is { } folder) await _page.ScreenshotAsync(Path.Combine(folder, $"lab-{room}.png"));
    }

    [Fact]
    public async Task The_tour_is_one_click()
    {
        await Go(Small);
        await Until("document.querySelectorAll('#tour option').length === 9 && document.querySelector('#moment').textContent !== ''");
        await _page.SelectAsync("#tour", "2");
        await Until("document.querySelector('#regime')?.textContent === 'Collapses' && parseInt(document.querySelector('#moment').textContent.slice(5)) > 20");
        Assert.StartsWith("Mode collapse.", await Text("#lesson"));
        Assert.Equal("0.25", await _page.EvaluateExpressionAsync<string>("document.querySelector('[name=length]').value"));
        if (Environment.GetEnvironmentVariable("LAB_PICTURES") is { } folder) await _page.ScreenshotAsync(Path.Combine(folder, "lab-tour.png"));
    }
}
