using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Tests.Experiments;

public sealed class SummationRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{ kind: hierarchical, tolerance: 1e-6 }", true)]
    [InlineData("direct", false)]
    [InlineData("automatic", false)]
    public void A_flow_sums_as_it_is_told_and_its_result_says_how(string summation, bool isHierarchical)
    {
        var experiment = RecordReader.Read<Experiment>(YamlText.Parse($$"""
            kind: particle_flow
            source: { data: gaussian, count: 150 }
            target: { data: eight_gaussians, count: 200 }
            kernel: gaussian
            flow: { iterations: 2, summation: {{summation}} }
            log: { every: 1, frames_every: 0, checkpoint_every: 2 }
            metrics: [maximum_mean_discrepancy]
            """, "experiment"), "");
        RunResult result;
        using (var folder = RunFolder.Create(_folder["run"], YamlWriter.Write(RecordWriter.Write(experiment)), RunEnvironment.Here(experiment.Seed, ["test"]))) result = new ExperimentRunner(folder, experiment.Log).Run(experiment.Start());
        var written = RunResult.FromJson(File.ReadAllText(_folder["run/result.json"]))!;
        Assert.Equal(result.Summation, written.Summation);
        Assert.Equal(isHierarchical, written.Summation!.IsHierarchical);
        Assert.Equal(150.0 * 350, written.Summation.DirectPairs);
        Assert.InRange(written.Summation.Error, 0, 1e-6);
        Assert.Equal(isHierarchical, written.Summation.Checked > 0);
    }
}
