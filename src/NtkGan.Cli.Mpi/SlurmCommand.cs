using System.CommandLine;

namespace NtkGan.Cli.Mpi;

/// <summary>The command <c>slurm script</c>.</summary>
internal static class SlurmCommand
{
    private static readonly IReadOnlyList<(string Line, string Words)> Lines =
    [
        ("ntkgan-mpi slurm script --ranks 8 -- run eight-gaussians --out runs/eight", "eight processes, printed; memory by the command's estimate"),
        ("ntkgan-mpi slurm script --ranks 4 --cores 16 --time 12:00:00 --out job.sh -- stability atlas atlas --out runs/atlas", "a file for sbatch, with 16 threads in each process"),
        ("ntkgan-mpi slurm script --partition long --memory 4000 -- kernel relu X.csv --out gram.npy", "a Gram matrix in tiles, with memory of one's own choice"),
    ];

    /// <summary>The command, for the program.</summary>
    public static AddedCommand Added { get; } = new(Make, new Dictionary<string, IReadOnlyList<(string, string)>> { ["slurm"] = Lines, ["slurm script"] = Lines });

    private static Command Make(Terminal terminal)
    {
        var job = new Argument<string[]>("command") { Description = "The command to run, after --, such as: -- run eight-gaussians --out runs/eight.", Arity = ArgumentArity.OneOrMore };
        var ranks = SharedOptions.WholeNumber("--ranks", "Processes.", 1, 2);
        var cores = SharedOptions.WholeNumber("--cores", "Cores, and threads, of each process.", 1, 1);
        var memory = SharedOptions.WholeNumber("--memory", "MiB of each process; what --estimate of the command says, with half as much again, if not given.", 1, 0);
        var time = new Option<string>("--time") { Description = "The longest time, as Slurm writes it; the job is asked to end two minutes before, saves, and is queued again.", DefaultValueFactory = _ => "24:00:00" };
        var partition = new Option<string?>("--partition") { Description = "The partition." };
        var output = new Option<string?>("--out", "-o") { Description = "The file to write; stdout if not given." };
        var force = SharedOptions.Force();
        var script = new Command("script", "Writes a file for sbatch that runs a command on many processes, and goes on after an interruption.") { job, ranks, cores, memory, time, partition, output, force };
        script.SetAction(parsed =>
        {
            var words = parsed.GetRequiredValue(job);
            var path = parsed.GetValue(output);
            SharedOptions.RefuseToReplace(parsed.GetValue(force), path is null ? [] : [path]);
            var settings = new SlurmScript(words, parsed.GetValue(ranks), parsed.GetValue(cores), parsed.GetValue(memory) is > 0 and var given ? given : SlurmScript.EstimateMemory(words), parsed.GetValue(time)!, parsed.GetValue(partition));
            if (path is null) terminal.Output.Write(settings.Text);
            else File.WriteAllText(path, settings.Text);
        });
        return new("slurm", "Files for clusters under Slurm.") { script };
    }
}
