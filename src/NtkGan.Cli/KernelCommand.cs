using System.CommandLine;
using System.Globalization;
using NtkGan.Architectures;
using NtkGan.Cli.Completion;
using NtkGan.Data.Files;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Experiments.Distribution;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Cli;

/// <summary>The command <c>kernel</c>: Gram matrix, diagonal and pullback of a kernel on points from files.</summary>
internal static class KernelCommand
{
    private const int ShownRows = 10, ColumnWidth = 12, MeasuredPoints = 16;

    public static Command Make(Terminal terminal, CancellationToken cancellation = default)
    {
        var what = new Argument<string>("kernel") { Description = "An architecture (mlp, resnet ...), a kernel (gaussian ...), a preset, or an experiment file." };
        CompletionWords.Offer(what, () => Catalog.Members<Architecture>().Concat(Catalog.Members<Kernel>()).Select(member => member.Name).Concat(Preset.All.Select(preset => preset.Name)));
        var words = SharedOptions.Words("points", "X, perhaps Y (.csv, .npy, .npz; points are rows), and key=value settings: keys of the architecture or kernel named, shape.height=28 shape.width=28 for one that reads images, or, after a preset or file, keys below 'kernel', such as architecture.hidden_layers=2.", ArgumentArity.OneOrMore, areExperiments: false);
        var kind = new Option<string?>("--kind") { Description = "Which kernel of a network: ntk or nngp." };
        var cotangent = new Option<string?>("--cotangent") { Description = "A file with W (n x m): also computes the pullback sum_j W_ij (d/dx_i) k(x_i, y_j)." };
        var output = new Option<string?>("--out", "-o") { Description = "An .npz file for the arrays k, diagonal and, with --cotangent, pullback; an .npy file for k alone, in tiles, which may be larger than memory and goes on where it was ended; a table on stdout if not given." };
        var tile = SharedOptions.WholeNumber("--tile", "Rows and columns of a tile of an .npy file.", 1, TiledGram.UsualTile);
        var (estimate, force, threads, quiet, json) = (SharedOptions.Estimate(), SharedOptions.Force(), SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("kernel", "Computes a kernel on points from files.") { what, words, kind, cotangent, output, tile, estimate, force, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var (given, target) = (parsed.GetRequiredValue(words), parsed.GetValue(output));
            var isTiled = Path.GetExtension(target) == ".npy";
            if (target is not null && !isTiled && Path.GetExtension(target) != ".npz") throw new UsageException($"--out must name an .npz or an .npy file, not '{target}'.");
            if (isTiled && parsed.GetValue(cotangent) is not null) throw new UsageException("A pullback goes into an .npz file: give --out one with that ending.");
            if (isTiled && parsed.GetValue(json) && !parsed.GetValue(estimate)) throw new UsageException("A matrix in tiles is not printed: leave out --json, or give --out an .npz file.");
            SharedOptions.RefuseToReplace(parsed.GetValue(force) || isTiled || parsed.GetValue(estimate), target is null ? [] : [target]);
            var kernel = KernelOf(parsed.GetRequiredValue(what), given.Where(Overrides.IsOverride), parsed.GetValue(kind));
            var files = given.Where(word => !Overrides.IsOverride(word)).ToList();
            if (files.Count is 0 or > 2) throw new UsageException($"Give one or two files of points, X and perhaps Y, not {files.Count}.");
            var x = PointFile.Read(files[0]);
            var y = files.Count == 2 ? PointFile.Read(files[1]) : x;
            if (parsed.GetValue(estimate))
            {
                var cost = CostEstimate.OfGram(kernel, x, files.Count == 2 ? y : null, isTiled ? parsed.GetValue(tile) : null);
                SharedOptions.Tell(terminal, (target is null ? cost with { DiskBytes = 0 } : cost).Fitting(target ?? ".", isTiled ? "take fewer points." : "give --out an .npy file, which needs no more than tiles in memory."), parsed.GetValue(json));
                return;
            }

            if (isTiled)
            {
                WriteTiles(terminal, new(target!, kernel, x, files.Count == 2 ? y : null, parsed.GetValue(tile)), parsed.GetValue(force), parsed.GetValue(quiet), cancellation);
                return;
            }

            RefuseTooLarge(x.Rows, y.Rows, MemoryBudget.Available);
            if (!parsed.GetValue(quiet)) Announce(terminal, kernel, x, y);
            var arrays = new Dictionary<string, Matrix>
            {
                ["k"] = files.Count == 2 ? kernel.Gram(x, y) : kernel.Gram(x),
                ["diagonal"] = Matrix.Column(kernel.Diagonal(x)),
            };
            if (parsed.GetValue(cotangent) is { } path)
            {
                arrays["pullback"] = kernel.Pullback(x, y, PointFile.Read(path));
                if (!kernel.RemotenessOf(x).KeepsGradients && FarPoints.NoteOn(kernel, x, time: 0) is { } note) terminal.Error(note);
            }

            Write(terminal, arrays, target, parsed.GetValue(json));
        });
        return command;
    }

    private static void WriteTiles(Terminal terminal, TiledGram gram, bool replace, bool isQuiet, CancellationToken cancellation)
    {
        var work = new CountedWork(isQuiet ? null : terminal, gram.Tiles, "tiles");
        using var held = Interruption.Hold();
        var computed = gram.Run(TaskPool.Present, replace, work, cancellation);
        work.Finish();
        terminal.Table([["tiles", string.Create(CultureInfo.InvariantCulture, $"{computed} computed, {gram.Tiles - computed} found whole")]]);
    }

    /// <summary>Says what a large Gram matrix will take, from a part of it that is measured, if that is over a minute.</summary>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="x">Its rows.</param>
    /// <param name="y">Its columns; the same object for half the work.</param>
    /// <param name="time">The clock; the system's if not given.</param>
    internal static void Announce(Terminal terminal, Kernel kernel, Matrix x, Matrix y, TimeProvider? time = null)
    {
        var pairs = ReferenceEquals(x, y) ? x.Rows * (x.Rows + 1L) / 2 : (long)x.Rows * y.Rows;
        if (pairs < 100 * MeasuredPoints) return;
        var (some, clock) = (x.Take([.. Enumerable.Range(0, Math.Min(x.Rows, MeasuredPoints))]), time ?? TimeProvider.System);
        var one = y.Take([0]);
        _ = kernel.Gram(some, one); // compiles
        var start = clock.GetTimestamp();
        _ = kernel.Gram(some, one);
        new Estimate(terminal, noun: "pairs of points").Say(clock.GetElapsedTime(start) / some.Rows * pairs, pairs);
    }

    /// <summary>The kernel that a name stands for.</summary>
    internal static Kernel KernelOf(string name, IEnumerable<string> settings, string? variant)
    {
        var path = IsMember<Architecture>(name) ? "kernel.architecture" : IsMember<Kernel>(name) ? "kernel" : null;
        var words = path is null ? settings.Select(setting => $"kernel.{setting}").Prepend(name) : settings.Select(setting => $"{(IsShape(setting) ? "kernel" : path)}.{setting}").Prepend($"{path}.kind={name}");
        if (variant is not null) words = words.Append($"kernel.variant={variant}");
        var kernel = Composition.Of([.. words]).Values["kernel"] ?? throw new UsageException($"The experiment '{name}' has no kernel.");
        return RecordReader.Read<Kernel>(kernel, "kernel") is var read and not NeuralKernel { Shape: null, Architecture.ReadsPositions: true } ? read
            : throw new UsageException($"The network '{name}' reads images: say how a row's numbers are arranged, such as shape.height=28 shape.width=28, with shape.channels=3 in colour.");
    }

    // How points are arranged is the kernel's to know, not the architecture's.
    private static bool IsShape(string setting) => setting.StartsWith("shape.", StringComparison.Ordinal) || setting.StartsWith("shape=", StringComparison.Ordinal);

    private static bool IsMember<TFamily>(string name) => Catalog.Members<TFamily>().Any(member => member.Name == name);

    private static void Write(Terminal terminal, Dictionary<string, Matrix> arrays, string? path, bool asJson)
    {
        if (path is not null) NumpyArchive.Write(path, arrays.ToDictionary(pair => pair.Key, pair => NumpyArray.Of(pair.Value)));
        if (asJson)
        {
            terminal.Json(arrays.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double[]>)[.. Enumerable.Range(0, pair.Value.Rows).Select(i => pair.Value.Row(i).ToArray())]), CommandJson.Web.IReadOnlyDictionaryStringIReadOnlyListDoubleArray);
        }
        else if (path is null)
        {
            foreach (var (name, matrix) in arrays) Write(terminal, name, matrix);
        }
    }

    /// <summary>A heading and the matrix: all of it as CSV in a pipe or a file, as much as a person reads on a terminal.</summary>
    private static void Write(Terminal terminal, string name, Matrix matrix)
    {
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {name} ({matrix.Rows} x {matrix.Columns})"));
        if (terminal.Width is not { } width)
        {
            for (var i = 0; i < matrix.Rows; i++)
                terminal.Output.WriteLine(string.Join(',', matrix.Row(i).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
            terminal.Output.WriteLine();
            return;
        }

        var (rows, columns) = (Math.Min(matrix.Rows, ShownRows), Math.Min(matrix.Columns, Math.Max(1, width / ColumnWidth)));
        terminal.Table(Enumerable.Range(0, rows).Select(i => (IReadOnlyList<string>)[.. matrix.Row(i)[..columns].ToArray().Select(terminal.Number)]));
        if (rows < matrix.Rows || columns < matrix.Columns)
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} of {matrix.Rows} rows, {columns} of {matrix.Columns} columns, four digits; all of it with --out k.npz, with --json, or in a pipe"));
    }

    /// <summary>Refuses a Gram matrix that no array, or not this machine's memory, holds.</summary>
    /// <param name="rows">Points of X.</param>
    /// <param name="columns">Points of Y.</param>
    /// <param name="available">Bytes that the process may use.</param>
    /// <exception cref="UsageException">It is too large.</exception>
    internal static void RefuseTooLarge(long rows, long columns, long available) => MemoryBudget.CheckMatrices(rows, columns, 1, available,
        string.Create(CultureInfo.InvariantCulture, $"The Gram matrix of {rows:N0} x {columns:N0} points"), "give the points in smaller files.");
}
