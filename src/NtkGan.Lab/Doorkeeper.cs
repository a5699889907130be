using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NtkGan.Lab;

/// <summary>Lets in whoever has the address that was printed, from a page of that very address, and nobody else.</summary>
/// <param name="token">The first part of every path.</param>
internal sealed class Doorkeeper(string token)
{
    private static readonly string[] Names = ["127.0.0.1", "localhost"];

    /// <summary>128 random bits.</summary>
    public static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The rest of the path; null where the request is to be refused. Another host's name is that of a page elsewhere which has its name point here.</summary>
    public string? Admit(HttpRequest request)
    {
        var host = request.Host;
        if (host.Port != request.HttpContext.Connection.LocalPort || !Names.Contains(host.Host)) return null;
        foreach (var origin in request.Headers.Origin)
            if (origin != $"http://{host.Value}") return null;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none")) return null;
        var parts = (request.Path.Value ?? "").Split('/', 3);
        return parts is ["", var given, var rest] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token)) ? rest : null;
    }
}
