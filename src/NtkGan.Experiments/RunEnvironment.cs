using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>What beside the settings a person needs to judge a run: the content of <c>environment.json</c>.</summary>
/// <param name="Program">The program and its version.</param>
/// <param name="System">The operating system and its architecture.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="Threads">Threads the run may use.</param>
/// <param name="Simd">The widest vector instructions in use.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="CommandLine">The arguments that started it.</param>
/// <param name="Started">When, in UTC, ISO 8601.</param>
/// <param name="Extensions">The assemblies beside the program that its members may be of.</param>
/// <param name="Origins">For each setting that somebody wrote, keys with dots between, where; null where that is not known.</param>
public sealed record RunEnvironment(string Program, string System, string Runtime, int Processors, int Threads, string Simd, ulong Seed,
    IReadOnlyList<string> CommandLine, DateTime Started, IReadOnlyList<Extension> Extensions, IReadOnlyDictionary<string, string>? Origins = null)
{
    /// <summary>The program and its version.</summary>
    public static string ProgramVersion { get; } = $"ntkgan {BuiltFrom[0]}";

    /// <summary>The commit that the program was built from, in short; empty where the build did not know it.</summary>
    public static string ProgramCommit { get; } = BuiltFrom.Length < 2 ? "" : BuiltFrom[1][..Math.Min(10, BuiltFrom[1].Length)];

    private static string[] BuiltFrom => (typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+');

    /// <summary>The widest vector instructions in use.</summary>
    public static string VectorInstructions { get; } =
        Vector512.IsHardwareAccelerated ? "512 bit" : !Vector256.IsHardwareAccelerated ? "none of 256 bit: slow" : Fma.IsSupported ? "256 bit with fused multiply-add" : "256 bit";

    /// <summary>The environment of this process.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="commandLine">The arguments that started it.</param>
    /// <param name="origins">Where its settings were written.</param>
    public static RunEnvironment Here(ulong seed, IReadOnlyList<string> commandLine, IReadOnlyDictionary<string, string>? origins = null) => new(ProgramVersion,
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}", RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount, Workers.Count, VectorInstructions, seed, commandLine, DateTime.UtcNow, Extension.Loaded, origins);

    /// <summary>The extensions that an <c>environment.json</c> names; none where it is of an older version or broken.</summary>
    internal static IReadOnlyList<Extension> ExtensionsIn(string json) => FromJson(json)?.Extensions ?? [];

    /// <summary>The environment in a JSON text, where anything may be missing; null if it is broken.</summary>
    internal static RunEnvironment? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RunJson.Indented.RunEnvironment);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The environment as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Indented.RunEnvironment);
}
