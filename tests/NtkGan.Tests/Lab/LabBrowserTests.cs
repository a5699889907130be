using System.Text.Json;
using NtkGan.Lab;
using NtkGan.Stability;
using NtkGan.Tests.Browsing;
using PuppeteerSharp;
using PuppeteerSharp.Input;

namespace NtkGan.Tests.Lab;

/// <summary>The lab's page in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class LabBrowserTests(Chromium browser) : IAsyncLifetime
{
    private const string Small = "#room=flow&particles=40&targets=40&kernel=gaussian&size=300", Game = "#room=game&generated=[[0.2]]&real=[[-1],[1]]";

    private readonly List<string> _complaints = [];
    private LabServer _server = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _page = await browser.Page(_complaints);
        _server = await LabServer.Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.CloseAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    private async Task<IPage> Go(string state, IPage? page = null)
    {
        page ??= _page;
        await page.GoToAsync($"{_server.Address}{state}");
        await Until(state.Contains("target=drawn", StringComparison.Ordinal) ? "document.querySelector('#apply') !== null" : StepIs(0), page);
        return page;
    }

    private async Task Until(string condition, IPage? page = null) => await (page ?? _page).WaitForFunctionAsync($"() => {condition}");

    private Task<string> Text(string selector) => Value<string>($"document.querySelector('{selector}').textContent");

    private Task<T> Value<T>(string expression) => _page.EvaluateExpressionAsync<T>(expression);

    private static string StepIs(int step) => $"/^step {step}(,|$)/.test(document.querySelector('#moment').textContent)";

    private static string StepFrom(int step) => $"parseInt(document.querySelector('#moment').textContent.slice(5)) >= {step}";

    // What a place of the picture, as shares of its width and height, shows.
    private static string ColourAt(double x, double y) => FormattableString.Invariant($"[...document.querySelector('canvas').getContext('2d').getImageData({x} * 900, {y} * 900, 1, 1).data].slice(0, 3).join()");

    [Fact]
    public async Task Everything_is_done_by_the_keyboard_alone()
    {
        await Go(Small);
        await _page.Keyboard.PressAsync("ArrowRight");
        await Until(StepIs(1));
        await _page.Keyboard.PressAsync("ArrowLeft");
        await Until(StepIs(0));
        await _page.Keyboard.PressAsync("Space");
        await Until(StepFrom(6));
        await _page.Keyboard.PressAsync("Space");
        await Until("document.querySelector('#play').textContent === 'Play'");

        // Every control is reached by Tab and has a name.
        var names = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            await _page.Keyboard.PressAsync("Tab");
            names.Add(await Value<string>("(document.activeElement.getAttribute('aria-label') || (document.activeElement.labels?.[0] ?? document.activeElement).textContent || '').trim().split('\\n')[0].slice(0, 14)"));
        }

        Assert.Superset(new HashSet<string> { "Flow", "Stability game", "Synthesis", "Copy link", "Export", "Start", "What is played", "Play", "Step", "Back", "Restart" }, names);

        // A dialog opens, closes, and gives the focus back.
        await _page.FocusAsync("#export");
        await _page.Keyboard.PressAsync("Enter");
        await _page.WaitForSelectorAsync("dialog[open]");
        await _page.Keyboard.PressAsync("Escape");
        Assert.Equal("export", await Value<string>("document.querySelector('dialog').open ? 'open' : document.activeElement.id"));

        // Another room, another number, another place in the atlas.
        await _page.FocusAsync("nav button[data-room=game]");
        await _page.Keyboard.PressAsync("Enter");
        await Until("document.querySelector('#atlas') !== null");
        await Value<string>("document.querySelector('#atlas').remove()");
        await _page.FocusAsync("[name=length]");
        await _page.Keyboard.PressAsync("End");
        await _page.Keyboard.TypeAsync("1");
        await _page.Keyboard.PressAsync("Enter");
        await Until("location.hash.includes('length=0.351') && document.querySelector('#atlas') !== null");
        await _page.FocusAsync("#atlas");
        await _page.Keyboard.PressAsync("ArrowRight");
        await Until("Number(document.querySelector('[name=length]').value) > 0.352 && document.activeElement.id === 'atlas'");
        Assert.Empty(_complaints);
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
        await Until(StepIs(0));
        await using var other = await Go(await Value<string>("location.hash + '&kept=here'"), await browser.Page());
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
    public async Task A_dropped_table_is_played_and_a_bad_one_gets_its_sentence()
    {
        await Go(Small);
        async Task Drop(string name, string text) => await Value<bool>($"(() => {{ const what = new DataTransfer(); what.items.add(new File([{JsonSerializer.Serialize(text)}], '{name}')); return document.dispatchEvent(new DragEvent('drop', {{ dataTransfer: what, bubbles: true, cancelable: true }})); }})()");
        await Drop("bad.csv", "x,y\n1,two\n");
        await Until("document.querySelector('#wrong').textContent !== ''");
        Assert.Contains("dropped.csv", await Text("#wrong"));
        await Value<string>("document.querySelector('#moment').textContent = ''");
        await Drop("mine.csv", "x,y\n-1,0\n1,0.5\n2,2\n");
        await Until($"{StepIs(0)} && location.hash.includes('drawn=')");
        Assert.Equal("", await Text("#wrong"));
        Assert.Contains("drawn=[[-1,0],[1,0.5],[2,2]]", Uri.UnescapeDataString((await Value<string>("location.hash")).Replace('+', ' ')));
        Assert.Equal("drawn", await Value<string>("document.querySelector('[name=target]').value"));
        await _page.ClickAsync("#step");
        await Until(StepIs(1));
    }

    // On a line the points stand a little above the middle; the view reaches 35 % of the data's extent beyond them: -1.7 to 1.7.
    [Fact]
    public async Task A_point_is_dragged_by_the_mouse_and_by_keys_and_wrong_input_gets_its_sentence()
    {
        await Go(Game);
        static double Across(double x) => (x + 1.7) / 3.4;
        const double up = 420.0 / 900;
        const string magenta = "184,13,128";
        await Until($"{ColourAt(Across(0.2), up)} === '{magenta}'");
        var box = await (await _page.QuerySelectorAsync("canvas")).BoundingBoxAsync();
        async Task To(double x) => await _page.Mouse.MoveAsync(box.X + box.Width * (decimal)Across(x), box.Y + box.Height * (decimal)up, new MoveOptions { Steps = 5 });
        await To(0.2);
        await _page.Mouse.DownAsync();
        await To(-0.6);
        await _page.Mouse.UpAsync();
        await Until($"{ColourAt(Across(-0.6), up)} === '{magenta}' && {ColourAt(Across(0.2), up)} !== '{magenta}'");

        // It is the game's point that was moved: the next step goes on from there.
        await _page.ClickAsync("#step");
        await Until(StepIs(1));
        Assert.Equal(magenta, await Value<string>(ColourAt(Across(-0.6), up)));

        await _page.FocusAsync("canvas");
        await _page.Keyboard.PressAsync("n");
        await _page.Keyboard.PressAsync("ArrowRight");
        await Until($"{ColourAt(Across(-0.6 + 3.4 / 40), up)} === '240,163,10'");
        await Value<string>("document.querySelector('[name=length]').value = '-1'");
        await _page.ClickAsync("#apply");
        await Until("document.querySelector('#wrong').textContent !== ''");
        Assert.StartsWith("game.kernel: length", await Text("#wrong")); // a page has no command line
    }

    [Theory]
    [InlineData("game", "document.querySelector('#regime')?.textContent === 'Converges' && document.querySelector('#atlas') !== null")]
    [InlineData("synthesis", "true")]
    [InlineData("flow", "document.querySelectorAll('.u-over').length > 1")]
    public async Task Every_room_plays_is_accessible_and_fits_the_window(string room, string condition)
    {
        await Go($"#room={room}");
        await Until(condition);
        Assert.Empty(await Chromium.Faults(_page));
        await _page.ClickAsync("#play");
        await Until(StepFrom(12));
        Assert.Equal("", await Text("#wrong"));
        Assert.True(await Value<bool>("document.documentElement.scrollWidth <= 1280"), "The page is wider than its window.");
        Assert.True(await Value<bool>("document.querySelector('#controls').getBoundingClientRect().bottom <= 800"), "The controls are below the window.");
        await Chromium.Keep(_page, $"lab-{room}");

        // In the dark, and in a small window: nothing is cut, and the settings scroll without the button that starts.
        Assert.Empty(await Chromium.FaultsInTheDark(_page));
        Assert.Equal("rgb(20, 24, 29)", await Value<string>("getComputedStyle(document.body).backgroundColor"));
        await _page.SetViewportAsync(new ViewPortOptions { Width = 1024, Height = 700 });
        await Until("document.documentElement.scrollWidth <= 1024"); // the curves follow
        Assert.True(await Value<bool>("document.querySelector('#controls').getBoundingClientRect().bottom <= 700"), "The controls are below a small window.");
        Assert.True(await Value<bool>("document.querySelector('.fields').getBoundingClientRect().bottom <= document.querySelector('#apply').getBoundingClientRect().top && document.querySelector('#apply').getBoundingClientRect().bottom <= 700"), "The button to start covers settings, or is below the window.");
        await Until("[...document.querySelectorAll('.uplot canvas')].every(canvas => canvas.getBoundingClientRect().right <= document.querySelector('#facts').getBoundingClientRect().right)");
        await Chromium.Keep(_page, $"lab-{room}-small-dark");

        await _page.ClickAsync("#export");
        await _page.WaitForSelectorAsync("dialog[open]");
        Assert.Empty(await Chromium.Faults(_page));
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Every_stop_of_the_tour_is_one_choice()
    {
        await Go(Small);
        Assert.Equal(9, await Value<int>("document.querySelectorAll('#tour option').length"));
        for (var k = 0; k < Tour.Stops.Count; k++)
        {
            var stop = Tour.Stops[k];
            await Value<string>("document.querySelector('#moment').textContent = ''; document.querySelector('#lesson').textContent = ''; document.querySelector('#regime')?.remove()");
            await _page.SelectAsync("#tour", k.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var regime = stop.Regime is { } known ? $"document.querySelector('#regime')?.textContent === '{known}'" : stop.Room == "game" ? "document.querySelector('#regime')" : "true";
            await Until($"{StepFrom(3)} && document.querySelector('#play').textContent === 'Pause'");
            await _page.ClickAsync("#play"); // the machine is for the prediction now
            await Until(regime);
            Assert.Equal($"{stop.Name}. {stop.Text}", await Text("#lesson"));
            Assert.Equal("", await Text("#wrong"));
            Assert.Equal(stop.Room, await Value<string>("document.querySelector('nav button[aria-pressed=true]').dataset.room"));
        }

        // In a hurry: the last choice counts.
        await Value<string>("document.querySelector('#moment').textContent = ''");
        await _page.EvaluateFunctionAsync("() => { const tour = document.querySelector('#tour'); for (const stop of [2, 7, 0]) { tour.value = String(stop); tour.dispatchEvent(new Event('change')); } }");
        await Until($"document.querySelector('#regime')?.textContent === '{Regime.Oscillates}' && document.querySelector('#play').textContent === 'Pause' && {StepFrom(3)}");
        Assert.StartsWith("Oscillation.", await Text("#lesson"));
        Assert.Equal("1", await Value<string>("document.querySelector('[name=length]').value"));
        Assert.DoesNotContain(_complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal)); // what was given up is refused
    }

    [Fact]
    public async Task Two_panes_and_two_pages_do_not_disturb_each_other()
    {
        await Go(Small.Replace("kernel=gaussian&", "width=64&"));
        string Both(int step) => $"[...document.querySelectorAll('#panes canvas')].filter(canvas => canvas.getAttribute('aria-description')?.startsWith('Step {step},')).length === 2";
        await Until(Both(0)); // the page grows until both are there, and what is clicked moves
        Assert.Equal("", await Text("#wrong"));
        await _page.ClickAsync("#step");
        await Until(StepIs(1));
        string Pictures() => "[...document.querySelectorAll('#panes canvas')].map(canvas => canvas.toDataURL()).join()";
        await Until(Both(1));
        var before = await Value<string>(Pictures());
        var halves = before.Split(",data:");
        Assert.NotEqual(halves[0], "data:" + halves[1].TrimStart()); // a finite network is not its limit

        await using var other = await Go("#room=game", await browser.Page());
        await other.ClickAsync("#play");
        await Until(StepFrom(20), other);
        Assert.Equal(before, await Value<string>(Pictures()));
        await other.CloseAsync();
        await _page.ClickAsync("#step");
        await Until(StepIs(2));
        Assert.Empty(_complaints);
    }

    // The data begin where the kernel has no numbers after one step: the page says so, and stops.
    [Fact]
    public async Task A_synthesis_that_fails_says_its_sentence_and_stops()
    {
        await Go($"#room=synthesis&pool=20&samples=4&more={Uri.EscapeDataString("beginning=gaussian\noptimizer={kind: sgd, learning_rate: 1e160}\nbounds={lower: [-1e200], upper: [1e200]}")}");
        await _page.ClickAsync("#play");
        await Until("document.querySelector('#wrong').textContent !== ''");
        Assert.Contains("overflows", await Text("#wrong"));
        Assert.Equal("Play", await Text("#play"));
        Assert.Equal("false", await Value<string>("document.querySelector('#play').getAttribute('aria-pressed')"));
    }
}
