using System.Net;
using System.Net.Sockets;
using NtkGan.Lab;

namespace NtkGan.Tests.Lab;

/// <summary>What the lab's server lets in, plays and refuses.</summary>
public class LabServerTests
{
    [Fact]
    public async Task Only_the_whole_address_opens_the_lab_and_only_from_its_own_page()
    {
        await using var server = await LabServer.Start();
        using var client = new HttpClient();
        var root = new Uri(server.Address, "/");
        async Task<HttpStatusCode> Code(Uri address, string? header = null, string? value = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        Assert.True(server.Address.IsLoopback);
        Assert.Equal(HttpStatusCode.OK, await Code(server.Address));
        Assert.Equal(HttpStatusCode.Forbidden, await Code(root));
        Assert.Equal(HttpStatusCode.Forbidden, await Code(new(root, "lab.js")));
        Assert.Equal(HttpStatusCode.Forbidden, await Code(new(root, $"{new string('0', 32)}/")));
        Assert.Equal(HttpStatusCode.OK, await Code(server.Address, "Origin", root.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.Forbidden, await Code(server.Address, "Origin", "http://example.org"));
        Assert.Equal(HttpStatusCode.Forbidden, await Code(server.Address, "Origin", "null"));
        Assert.Equal(HttpStatusCode.Forbidden, await Code(server.Address, "Host", $"example.org:{root.Port}"));
        Assert.Equal(HttpStatusCode.Forbidden, await Code(server.Address, "Sec-Fetch-Site", "cross-site"));
    }

    [Fact]
    public async Task No_path_leads_out_of_the_page()
    {
        await using var server = await LabServer.Start();
        foreach (var path in new[] { "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "session/../../x" })
        {
            // HttpClient would tidy the path; a socket says it as it is.
            using var socket = new TcpClient("127.0.0.1", server.Address.Port);
            await using var stream = socket.GetStream();
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {server.Address.AbsolutePath}{path} HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\nConnection: close\r\n\r\n"));
            var answer = await new StreamReader(stream).ReadToEndAsync();
            Assert.Matches("^HTTP/1.1 40[034]", answer);
            Assert.DoesNotContain("root:", answer);
        }
    }

    [Fact]
    public async Task Plays_steps_goes_back_and_moves_points()
    {
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        var start = await page.Act("open", new { words = LabPage.Flow });
        Assert.Equal(2, start.GetProperty("dimension").GetInt32());
        Assert.Equal(18, LabPage.Floats(start, "targets").Length);
        var first = LabPage.Floats(await page.FrameAt(0), "points");
        await page.Act("step");
        var second = LabPage.Floats(await page.FrameAt(1), "points");
        Assert.NotEqual(first, second);
        await page.Act("back");
        Assert.Equal(first, LabPage.Floats(await page.FrameAt(0), "points"));
        Assert.Equal("This is the start: there is nothing before it.", await page.Refusal(page.Path("back"), new { }));
        await page.Act("place", new { point = 3, place = new[] { 1.5, -2.5 } });
        var moved = LabPage.Floats(await page.FrameAt(0), "points");
        Assert.Equal([1.5f, -2.5f], moved[6..8]);
        Assert.Equal(first[8..], moved[8..]);
        await page.Act("play");
        await page.FrameAt(5);
        await page.Act("pause");
        Assert.StartsWith("<svg", (await page.Act("picture")).GetProperty("svg").GetString()![(await page.Act("picture")).GetProperty("svg").GetString()!.IndexOf("<svg", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Steps_are_those_of_the_run()
    {
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        await page.Act("open", new { words = LabPage.Flow });
        for (var step = 0; step < 3; step++) await page.Act("step");
        var run = NtkGan.Experiments.Composition.Of(LabPage.Flow).Experiment.Start();
        for (var step = 0; step < 3; step++) run.Advance();
        var played = LabPage.Floats(await page.FrameAt(3), "points");
        Assert.Equal(run.Frame()!.Particles.Values.ToArray().Select(value => (float)value), played);
    }

    [Fact]
    public async Task Two_pages_do_not_disturb_each_other_and_a_closed_page_ends_its_work()
    {
        await using var server = await LabServer.Start();
        await using var one = await LabPage.Open(server);
        await using (var other = await LabPage.Open(server))
        {
            Assert.NotEqual(one.Session, other.Session);
            Assert.Equal(2, server.Pages);
            await one.Act("open", new { words = LabPage.Flow });
            await other.Act("open", new { words = new[] { "oscillate" } });
            Assert.Equal(1, (await other.FrameAt(0)).GetProperty("points").GetString()!.Length / 8);
            await other.Act("play");
            await other.FrameAt(2);
            Assert.Equal(24, LabPage.Floats(await one.FrameAt(0), "points").Length);
        }

        for (var patience = 0; server.Pages > 1 && patience < 200; patience++) await Task.Delay(25, TestContext.Current.CancellationToken);
        Assert.Equal(1, server.Pages);
        await one.Act("step");
        await one.FrameAt(1);
    }

    [Fact]
    public async Task A_closed_page_ends_a_long_step()
    {
        await using var server = await LabServer.Start();
        await using (var page = await LabPage.Open(server))
        {
            await page.Act("open", new { words = new[] { "kind=particle_flow", "source.count=3000", "target.count=20", "loss=ipm", "metrics=[]", "kernel=gaussian" } });
            await page.Act("pace", new { stepsPerFrame = 1000, framesPerSecond = 60.0 });
            await page.Act("play");
        }

        for (var patience = 0; server.Pages > 0 && patience < 80; patience++) await Task.Delay(25, TestContext.Current.CancellationToken);
        Assert.Equal(0, server.Pages);
    }

    [Theory]
    [InlineData("There is no preset and no file 'nonsense'", "nonsense")]
    [InlineData("There is no preset and no file '/etc/passwd'", "/etc/passwd")]
    [InlineData("step", "kind=particle_flow", "flow.method.step_size=-1")]
    [InlineData("The lab reads no files", "kind=particle_flow", "target.data={kind: points, path: /etc/passwd}")]
    [InlineData("The lab draws points on a line, in the plane, and images", "kind=particle_flow", "source.data={kind: gaussian, dimension: 3}", "target.data={kind: gaussian, dimension: 3}")]
    [InlineData("The lab plays flows, games and syntheses", "atlas", "x.count=3", "y.count=3")]
    public async Task Wrong_input_gets_its_sentence(string sentence, params string[] words)
    {
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        Assert.Contains(sentence, await page.Refusal(page.Path("open"), new { words }));
    }

    [Fact]
    public async Task Requests_that_are_none_get_a_sentence()
    {
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        using var client = new HttpClient();
        Assert.Equal("What the page sent cannot be read.", await page.Refusal(page.Path("open"), new[] { 1 }));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.PostAsync(new Uri(server.Address, "export"), new StringContent("words"), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await page.Ask("session/0/1/play", new { })).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await page.Ask("nothing", new { })).Code);
        Assert.Contains("pace is 1 to", await page.Refusal(page.Path("pace"), new { stepsPerFrame = 0, framesPerSecond = 1 }));
        Assert.Contains("'dropped.csv'", await page.Refusal("table", new { name = "x.csv", text = "a,b\n1,x\n" }));
        Assert.Equal(2, (await page.Ask("table", new { name = "x.csv", text = "a,b\n1,2\n3,4\n" })).Answer.GetProperty("points").GetArrayLength());
    }

    [Fact]
    public async Task A_game_has_a_prediction_and_a_place_in_the_atlas()
    {
        await using var server = await LabServer.Start();
        await using var page = await LabPage.Open(server);
        var words = new[] { "oscillate" };
        Assert.Equal("oscillates", (await page.Ask("predict", new { words })).Answer.GetProperty("regime").GetString());
        var atlas = (await page.Ask("atlas", new { words })).Answer;
        Assert.Equal(1, atlas.GetProperty("atWidth").GetDouble(), 12);
        Assert.Equal(atlas.GetProperty("width").GetArrayLength() * atlas.GetProperty("regularisation").GetArrayLength(), atlas.GetProperty("cells").GetArrayLength());
        Assert.True(atlas.GetProperty("cells").EnumerateArray().Select(cell => cell.GetInt32()).Distinct().Count() > 1);
        Assert.Contains("Only a game", await page.Refusal("predict", new { words = LabPage.Flow }));
    }
}
