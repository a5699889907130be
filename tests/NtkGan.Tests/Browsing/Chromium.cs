using Deque.AxeCore.Commons;
using PuppeteerSharp;

namespace NtkGan.Tests.Browsing;

/// <summary>Tests in a real browser share one, and so run one after the other.</summary>
[CollectionDefinition(Name)]
public class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}

/// <summary>Debian's chromium, or one that CHROMIUM names. Where there is none, a test that wants a page is skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Many times what the pages take on a busy machine: nobody waits for it where all is well.
    private const int Patience = 60_000;

    private static readonly string? Program = new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    private static readonly Lazy<string> Rules = new(() => new BundledAxeScriptProvider().GetScript());

    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Program is null) return;
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = Program,
            Headless = true,
            Timeout = Patience,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
            DefaultViewport = new ViewPortOptions { Width = 1280, Height = 800 },
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
    }

    /// <summary>A new page; what it says of errors, and whatever it fetches from elsewhere, goes to a list.</summary>
    public async Task<IPage> Page(List<string>? complaints = null, string? at = null, bool isDark = false)
    {
        Assert.SkipWhen(_browser is null, "There is no chromium here (apt-get install chromium), so that pages are not tried in a browser.");
        var page = await _browser.NewPageAsync();
        page.DefaultTimeout = Patience;
        page.PageError += (_, error) => complaints?.Add(error.Message);
        page.Console += (_, line) => { if (line.Message.Type == ConsoleType.Error) complaints?.Add(line.Message.Text); };
        page.Request += (_, request) => { if (at?.StartsWith("file:", StringComparison.Ordinal) == true && !request.Request.Url.StartsWith("data:", StringComparison.Ordinal) && request.Request.Url != at) complaints?.Add($"It fetches {request.Request.Url}."); };
        if (isDark) await Scheme(page, isDark);
        if (at is not null) await page.GoToAsync(at);
        return page;
    }

    /// <summary>What the rules of axe-core say against a page, all of them, the good practices too.</summary>
    public static Task<string[]> Faults(IPage page) => Faults(page, "undefined");

    /// <summary>What they say against it in the dark: the page is the same one, so only the rules on colours are asked again.</summary>
    public static async Task<string[]> FaultsInTheDark(IPage page)
    {
        await Scheme(page, isDark: true);
        return await Faults(page, "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }");
    }

    /// <summary>Lets a page believe in a scheme of colours.</summary>
    public static Task Scheme(IPage page, bool isDark) => page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" }]);

    private static async Task<string[]> Faults(IPage page, string rules)
    {
        if (!await page.EvaluateExpressionAsync<bool>("'axe' in window")) await page.EvaluateExpressionAsync(Rules.Value);
        return await page.EvaluateFunctionAsync<string[]>($"async () => (await axe.run(document, {{ resultTypes: ['violations'], runOnly: {rules} }})).violations.flatMap(fault => fault.nodes.map(node => `${{fault.id}}: ${{fault.help}}: ${{node.target}}: ${{node.failureSummary}}`))");
    }

    /// <summary>Keeps a picture of a page where somebody wants to look: in the folder that BROWSER_PICTURES names.</summary>
    public static async Task Keep(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BROWSER_PICTURES") is { } folder) await page.ScreenshotAsync(Path.Combine(folder, $"{name}.png"), new ScreenshotOptions { FullPage = true });
    }
}
