namespace NtkGan.Experiments.Reproductions;

/// <summary>Who is told of a reproduction under way.</summary>
/// <param name="Runs">Told of a comparison before it begins; gives what is told of its runs, or null.</param>
/// <param name="Parts">Told how many parts a study has, and what they are called; gives what is told after each, or null.</param>
/// <param name="Warning">Told of damaged checkpoints.</param>
/// <param name="CommandLine">The arguments of the program, for the records of runs.</param>
internal sealed record ReproductionWatch(Func<Comparison, IProgress<ComparisonProgress>?> Runs, Func<long, string, IProgress<int>?> Parts, Action<string> Warning, IReadOnlyList<string> CommandLine);
