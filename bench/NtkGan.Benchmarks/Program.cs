using NtkGan.Benchmarks;

// `serve` measures rows on request, for bench/side-by-side.sh.
if (args is ["serve"])
{
    SideBySide.Serve();
    return;
}

// Figures for docs/performance.md: `dotnet run -c Release --project bench/NtkGan.Benchmarks [kernel] [activation] [step] [sinkhorn] [network] [stability] [synthesis] [synthesis-toys] [algebra] [convolution] [convolution-step] [large] [scale]`; all without a name. `tables FOLDER [DIVISIONS] [tries]` makes the tables of docs/results.md under "Small tables", from files that bench/tables/make.py writes.
(string Name, Action Run)[] benchmarks =
    [("kernel", KernelBenchmark.Run), ("activation", ActivationBenchmark.Run), ("step", StepBenchmark.Run), ("sinkhorn", SinkhornBenchmark.Run), ("network", NetworkBenchmark.Run), ("stability", StabilityBenchmark.Run), ("synthesis", SynthesisBenchmark.Run), ("synthesis-toys", SynthesisToys.Run), ("algebra", AlgebraBenchmark.Run), ("convolution", ConvolutionBenchmark.Run), ("convolution-step", ConvolutionStepBenchmark.Run), ("large", LargeBenchmark.Run), ("scale", ScaleBenchmark.Run)];
if (args is ["tables", ..])
{
    TableTries.Run(args[1..]);
    return;
}

foreach (var (name, run) in benchmarks)
{
    if (args.Length > 0 && !args.Contains(name)) continue;
    Console.WriteLine($"== {name}");
    run();
}
