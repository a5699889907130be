using NtkGan.Experiments.TensorBoard;
using NtkGan.Tests.Cli;

namespace NtkGan.Tests.Experiments.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Records_have_the_checksums_of_the_format()
    {
        using var stream = new MemoryStream();
        Records.Write(stream, "123456789"u8);
        // CRC-32C of "123456789" is e3069283 (RFC 3720, B.4 names the polynomial); rotated by 15 and a282ead8 added.
        Assert.Equal(unchecked((0xe3069283u >> 15 | 0xe3069283u << 17) + 0xa282ead8), BitConverter.ToUInt32(stream.ToArray().AsSpan(21)));
        Assert.Equal(25, stream.Length);
    }

    [Fact]
    public void A_resumed_run_goes_on_in_a_new_file_without_doubled_steps_and_a_cut_file_reads()
    {
        Directory.CreateDirectory(_line["run"]);
        using (var file = EventFile.Open(_line["run"], 0))
            for (var step = 0; step < 300; step += 100) file.Add(step, ["a"], [step + .5]);
        var first = EventFile.PathsIn(_line["run"])[0];
        using (var stream = new FileStream(first, FileMode.Append)) stream.Write([1, 2, 3, 4, 5]); // killed while it wrote
        Assert.Equal(4, Records.Of(File.ReadAllBytes(first)).Count());
        using (var file = EventFile.Open(_line["run"], 200)) file.Add(200, ["a"], [7]);
        var paths = EventFile.PathsIn(_line["run"]);
        Assert.Equal(2, paths.Count);
        Assert.Equal(3, Records.Of(File.ReadAllBytes(paths[0])).Count()); // version, 0, 100
        Assert.Equal(3, Records.Of(File.ReadAllBytes(paths[1])).Count()); // version, start, 200
        Assert.Equal(new FileInfo(paths[0]).Length, Records.Of(File.ReadAllBytes(paths[0])).Sum(record => record.Length + 16));
    }

    [Fact]
    public void A_run_writes_its_rows_and_pictures_and_force_removes_them()
    {
        string[] run = ["run", .. CommandLine.Small, "log.frames_every=7", "log.tensorboard=true", "--out", _line["run"]];
        Assert.Equal(0, CommandLine.Run(run).Code);
        var rows = File.ReadAllLines(_line["run/metrics.csv"]).Length - 1;
        var pictures = Directory.GetFiles(_line["run/frames"], "*.png").Length;
        Assert.Equal(1 + rows + pictures, Records.Of(File.ReadAllBytes(Assert.Single(EventFile.PathsIn(_line["run"])))).Count());
        Assert.Equal(0, CommandLine.Run([.. run, "log.tensorboard=false", "--force"]).Code);
        Assert.Empty(EventFile.PathsIn(_line["run"]));
    }
}
