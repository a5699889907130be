using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NtkGan.Lab;

namespace NtkGan.Tests.Lab;

/// <summary>What a page does, without a browser: one stream of events, and requests.</summary>
internal sealed class LabPage : IAsyncDisposable
{
    public static readonly string[] Flow = ["kind=particle_flow", "source.count=12", "target.count=9", "flow.iterations=1000", "metrics=[energy_distance]"];

    private readonly HttpClient _client = new();
    private readonly Uri _address;
    private HttpResponseMessage? _response;
    private StreamReader? _events;

    public LabPage(LabServer server) => _address = server.Address;

    public string Session { get; private set; } = "";

    /// <summary>The number of what was opened last.</summary>
    public int Work { get; private set; }

    public static async Task<LabPage> Open(LabServer server)
    {
        var page = new LabPage(server);
        page._response = await page._client.GetAsync(new Uri(page._address, "events"), HttpCompletionOption.ResponseHeadersRead);
        page._events = new(await page._response.Content.ReadAsStreamAsync());
        page.Session = (await page.Next("session")).GetProperty("session").GetString()!;
        return page;
    }

    /// <summary>The next event of a name.</summary>
    public async Task<JsonElement> Next(string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (given, data) = ("", "");
            for (var line = await _events!.ReadLineAsync(patience.Token); line is { Length: > 0 }; line = await _events.ReadLineAsync(patience.Token))
                (given, data) = line.StartsWith("event: ", StringComparison.Ordinal) ? (line[7..], data) : (given, line[6..]);
            if (given == name) return JsonDocument.Parse(data).RootElement;
        }
    }

    /// <summary>The first frame at a step.</summary>
    public async Task<JsonElement> FrameAt(long step)
    {
        while (true)
        {
            var frame = await Next("frame");
            if (frame.GetProperty("step").GetInt64() == step) return frame;
        }
    }

    public async Task<(HttpStatusCode Code, JsonElement Answer)> Ask(string path, object body)
    {
        var response = await _client.PostAsJsonAsync(new Uri(_address, path), body);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Where something is asked: of the session, or of what it plays.</summary>
    public string Path(string act) => act is "open" or "pace" ? $"session/{Session}/{act}" : $"session/{Session}/{Work}/{act}";

    public async Task<JsonElement> Act(string act, object? body = null)
    {
        var (code, answer) = await Ask(Path(act), body ?? new { });
        Assert.True(code == HttpStatusCode.OK, answer.ToString());
        if (act == "open") Work = answer.GetProperty("work").GetInt32();
        return answer;
    }

    public async Task<string> Refusal(string path, object body)
    {
        var (code, answer) = await Ask(path, body);
        Assert.Equal(HttpStatusCode.BadRequest, code);
        return answer.GetProperty("error").GetString()!;
    }

    public static float[] Floats(JsonElement frame, string name) => [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(frame.GetProperty(name).GetString()!))];

    public ValueTask DisposeAsync()
    {
        _events?.Dispose();
        _response?.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
