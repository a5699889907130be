using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;
using NtkGan.Plots;

namespace NtkGan.Cli;

/// <summary>The command <c>kernel-cut</c>: kernels along a line, with their slopes.</summary>
internal static class KernelCutCommand
{
    public static Command Make(Terminal terminal)
    {
        var what = SharedOptions.Words("kernels", "Architectures (mlp, resnet ...), kernels (gaussian ...), presets (relu, relu-nobias ...) or experiment files, one curve each.", ArgumentArity.OneOrMore);
        var anchor = new Option<double>("--at")
        {
            Description = "The point p of k(x, p), x from -2|p| to 2|p|.",
            DefaultValueFactory = _ => 1,
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) is 0 or (>= 1e-6 and <= 1e6)) return number;
                result.AddError($"--at must be 0 or a number of size 1e-6 to 1e6, not '{result.Tokens[0].Value}'.");
                return 0;
            },
        };
        var output = SharedOptions.Picture("kernel-cut");
        var (figure, force, threads, json) = (SharedOptions.Figure(), SharedOptions.Force(), SharedOptions.Threads(), SharedOptions.Json());
        var command = new Command("kernel-cut", "Draws kernels k(x, p) along a line with their slopes, and says where a slope jumps.") { what, anchor, output, figure, force, threads, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var (names, p, path) = (parsed.GetRequiredValue(what), parsed.GetValue(anchor), parsed.GetValue(output) ?? "kernel-cut");
            SharedOptions.RefuseToReplace(parsed.GetValue(force), [.. SharedOptions.PicturesAt(path), $"{path}.npz"]);
            var style = parsed.GetValue(figure) is { } given ? Composition.Of([.. SharedOptions.FigureSettings(given)]).Experiment.Figure : PlotStyle.Default;
            KernelCut[] cuts = [.. names.Select(name => KernelCut.Of(Path.GetFileNameWithoutExtension(name), KernelCommand.KernelOf(name, [], null), p))];
            KernelCut.Save(path, cuts, p, style);
            if (parsed.GetValue(json))
            {
                terminal.Json(new KernelCutReport(cuts, SharedOptions.PicturesAt(path), $"{path}.npz"), CommandJson.Indented.KernelCutReport);
                return;
            }

            terminal.Table([["kernel", "slope jumps at p by", "at the origin by"], .. cuts.Select(cut => (string[])[cut.Name, terminal.Number(cut.JumpAtAnchor), cut.JumpAtOrigin is { } jump ? terminal.Number(jump) : "as at p"])]);
            terminal.Table([["picture", string.Join(", ", SharedOptions.PicturesAt(path))], ["numbers", $"{path}.npz"]]);
        });
        return command;
    }
}
