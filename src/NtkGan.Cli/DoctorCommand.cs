using System.CommandLine;
using System.Globalization;
using System.Runtime.Intrinsics;
using NtkGan.Experiments;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Cli;

/// <summary>The command <c>doctor</c>: checks that this machine can do what the program needs, and says what to do where it cannot.</summary>
internal static class DoctorCommand
{
    private const int NumericalFailure = 4;

    public static Command Make(Terminal terminal)
    {
        var json = SharedOptions.Json();
        var command = new Command("doctor", "Checks this machine and says what to do.") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<Finding> findings = [.. Check()];
            if (parsed.GetValue(json)) terminal.Json(findings, CommandJson.Web.IReadOnlyListFinding);
            else terminal.Table(findings.Select(finding => new[] { finding.Subject, finding.IsWell ? "ok" : "NOT OK", finding.Words }));
            return findings.All(finding => finding.IsWell) ? 0 : NumericalFailure;
        });
        return command;
    }

    private static IEnumerable<Finding> Check()
    {
        yield return new("program", true, RunEnvironment.ProgramVersion);
        yield return new("threads", true, string.Create(CultureInfo.InvariantCulture, $"{Workers.Count} of {Environment.ProcessorCount} processors"));
        yield return Vector256.IsHardwareAccelerated
            ? new("simd", true, RunEnvironment.VectorInstructions)
            : new("simd", false, "No 256-bit vector instructions: results are right but slow. Use a processor with AVX2 (x86, since about 2013), and not DOTNET_EnableAVX2=0.");
        foreach (var check in Catalog.Members<MachineCheck>().Select(member => (MachineCheck)member.Example())) yield return Tried(check.Subject, check.Run, check.Mend);
        yield return Tried("pictures", Picture, "The picture library SkiaSharp must lie beside the program: build again from the sources with 'dotnet build -c Release'.");
        yield return Tried("writing", Writing, "Change to a folder where you may write, or give --out.");
    }

    private static Finding Tried(string subject, Func<string> check, string mend)
    {
        try
        {
            return new(subject, true, check());
        }
        catch (Exception failure)
        {
            return new(subject, false, $"{failure.GetBaseException().Message.TrimEnd('.')}. {mend}");
        }
    }

    private static string Picture()
    {
        var path = Path.Combine(Path.GetTempPath(), $"ntkgan-{Guid.NewGuid():N}.png");
        var point = Matrix.Of(new[,] { { 0.0, 0 } });
        try
        {
            var frame = new FlowFrame("doctor", 0, 0, point, point, point, points => new double[points.Rows]);
            Plot.For(frame).Save(frame, path);
            return "a picture can be drawn";
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Writing()
    {
        var path = Path.Combine(Directory.GetCurrentDirectory(), $".ntkgan-{Guid.NewGuid():N}");
        File.WriteAllText(path, "");
        File.Delete(path);
        return "this folder can be written";
    }
}
