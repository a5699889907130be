using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NtkGan.Numerics;

namespace NtkGan.Lab;

/// <summary>The lab: a page for this machine alone, at a free port, under an address that holds a secret. Each page that is open is a session of its own.</summary>
public sealed class LabServer : IAsyncDisposable
{
    private const long LargestRequest = 20L << 20;

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Session> _sessions = new();

    // The server's own threads know nothing of the limit under which it was started.
    private readonly int _threads = Workers.Count;

    private LabServer(WebApplication application, Uri address) => (_application, Address) = (application, address);

    /// <summary>Where the page is.</summary>
    public Uri Address { get; }

    /// <summary>Pages that are open.</summary>
    public int Pages => _sessions.Count;

    /// <summary>The session of a page that is open, or null.</summary>
    internal Session? Find(string id) => _sessions.GetValueOrDefault(id);

    /// <summary>Begins to serve, on as many threads for each piece of work as <see cref="Workers.Count"/> says now.</summary>
    /// <param name="folder">The folder whose files pages may have read; null for none.</param>
    /// <param name="port">The port on the loopback address; 0 for a free one.</param>
    /// <exception cref="UsageException">There is no such folder, or the port is taken.</exception>
    public static async Task<LabServer> Start(string? folder = null, int port = 0)
    {
        var files = new LabFolder(folder);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [], ApplicationName = typeof(LabServer).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>(); // the command hears signals itself
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestRequest;
        });
        var application = builder.Build();
        var token = Doorkeeper.Secret();
        LabServer? server = null;
        var doorkeeper = new Doorkeeper(token);
        application.Run(context => server!.Answer(context, doorkeeper, files));
        try
        {
            await application.StartAsync();
        }
        catch (IOException failure)
        {
            await application.DisposeAsync();
            throw new UsageException($"Port {port} cannot be had: {failure.Message}");
        }

        var root = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server = new(application, new($"{root}/{token}/"));
    }

    /// <summary>Ends all sessions and stops serving.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values) await session.DisposeAsync();
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private async Task Answer(HttpContext context, Doorkeeper doorkeeper, LabFolder files)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer"; // the address holds the token
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        if (doorkeeper.Admit(context.Request) is not { } path)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("The lab opens by the address that ntkgan lab printed, and from no other page.");
            return;
        }

        using var limit = Workers.Limit(_threads);
        if (HttpMethods.IsGet(context.Request.Method) && path == "events") await Serve(context);
        else if (HttpMethods.IsGet(context.Request.Method) && PageFiles.Find(path) is { } file)
        {
            context.Response.ContentType = file.Type;
            await context.Response.Body.WriteAsync(file.Content);
        }
        else await new Requests(context, new(files), files).Answer(path, Find);
    }

    /// <summary>The stream of a page: as long as it is open there is a session.</summary>
    private async Task Serve(HttpContext context)
    {
        await using var session = new Session();
        _sessions[session.Id] = session;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, session.Ended);
        try
        {
            context.Response.ContentType = "text/event-stream";
            await EventStream.Write(context.Response, "session", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new(session.Id), LabJson.Default.SessionMessage), ended.Token);
            await foreach (var (name, data) in session.Events(ended.Token)) await EventStream.Write(context.Response, name, data, ended.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
        }
        finally
        {
            _sessions.TryRemove(session.Id, out _);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
