using System.Text;
using Microsoft.AspNetCore.Http;

namespace NtkGan.Lab;

/// <summary>Server-sent events.</summary>
internal static class EventStream
{
    private static readonly byte[] End = "\n\n"u8.ToArray();

    /// <summary>Writes one.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="data">JSON on one line.</param>
    /// <param name="cancellation">The page has gone.</param>
    public static async Task Write(HttpResponse response, string name, byte[] data, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: "), cancellation);
        await response.Body.WriteAsync(data, cancellation);
        await response.Body.WriteAsync(End, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
