namespace NtkGan.Cli.Mpi;

/// <summary>A file for sbatch: a command on many processes, ended in time to save, queued again, and gone on with.</summary>
/// <param name="Command">The command, without the program.</param>
/// <param name="Ranks">Processes.</param>
/// <param name="Cores">Cores of each.</param>
/// <param name="Memory">MiB of each.</param>
/// <param name="Time">The longest time, as Slurm writes it.</param>
/// <param name="Partition">The partition; the cluster's own if null.</param>
internal sealed record SlurmScript(IReadOnlyList<string> Command, int Ranks, int Cores, int Memory, string Time, string? Partition)
{
    // What a process takes beside its data.
    private const double OfProgram = 256 << 20, Spare = 1.5;

    /// <summary>MiB of a process, from what the command itself expects to need.</summary>
    public static int EstimateMemory(IReadOnlyList<string> command)
    {
        using StringWriter output = new(), error = new();
        string[] words = [.. command, "--estimate", "--json"];
        var code = Application.Run(words, output, error);
        if (code != 0) throw new UsageException($"The memory of this command cannot be told ({error.ToString().Trim()}): give --memory.");
        using var said = System.Text.Json.JsonDocument.Parse(output.ToString());
        return (int)Math.Ceiling((OfProgram + Spare * said.RootElement.GetProperty("memory_bytes").GetDouble()) / (1 << 20));
    }

    /// <summary>The file.</summary>
    public string Text
    {
        get
        {
            var program = Path.GetFileNameWithoutExtension(System.Environment.ProcessPath) == "dotnet" ? $"dotnet {Quoted(System.Environment.GetCommandLineArgs()[0])}" : Quoted(System.Environment.ProcessPath!);
            var folder = Command[0] is "run" || Command is ["stability", "atlas" or "simulate", ..] ? OutOf(Command) ?? throw new UsageException("A run that may go on needs a folder that is known: give the command --out.") : null;
            var words = string.Join(' ', Command.Select(Quoted));
            string[] lines =
            [
                "#!/bin/bash",
                $"#SBATCH --job-name=ntkgan",
                FormattableString.Invariant($"#SBATCH --ntasks={Ranks}"),
                FormattableString.Invariant($"#SBATCH --cpus-per-task={Cores}"),
                FormattableString.Invariant($"#SBATCH --mem-per-cpu={(Memory + Cores - 1) / Cores}M"),
                $"#SBATCH --time={Time}",
                .. Partition is null ? Array.Empty<string>() : [$"#SBATCH --partition={Partition}"],
                "#SBATCH --requeue",
                "#SBATCH --open-mode=append",
                "#SBATCH --signal=B:TERM@120",
                "",
                FormattableString.Invariant($"export DOTNET_PROCESSOR_COUNT={Cores}"),
                "job() {",
                $"    mpiexec.mpich -n \"$SLURM_NTASKS\" {program} \"$@\" &",
                "    work=$!",
                "    # Before its time is over the job is asked to save, and queued again.",
                "    trap 'over=1; kill -TERM $work' TERM",
                "    wait $work; code=$?",
                "    # Of a job that was asked to end mpiexec does not say how it ended; one that was done is found done.",
                "    if [ -n \"$over\" ]; then wait $work; code=130; fi",
                "}",
                "",
                .. folder is null ? [$"job {words}"] : new[]
                {
                    $"if [ -f {Quoted(folder)}/config.yaml ]; then job resume {Quoted(folder)}",
                    $"else job {words}; fi",
                },
                "",
                "case $code in",
                "    0|2|3|4|70) ;;",
                "    *) echo \"The job ended before its work was done (exit code $code): what was finished is kept, and it goes on when it is queued again.\" >&2",
                "       # A lost process may be the machine's fault, but not for ever.",
                "       if [ -n \"$over\" ] || [ \"${SLURM_RESTART_COUNT:-0}\" -lt 3 ]; then scontrol requeue \"$SLURM_JOB_ID\"; fi ;;",
                "esac",
                "exit $code",
            ];
            return string.Join('\n', lines) + "\n";
        }
    }

    private static string? OutOf(IReadOnlyList<string> words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
            if (words[i] is "--out" or "-o") return words[i + 1];
        return null;
    }

    private static string Quoted(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or '=' or ':' or ',') && word.Length > 0 ? word : $"'{word.Replace("'", "'\\''")}'";
}
