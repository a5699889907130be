using NtkGan.Autoencoders;
using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Numerics;
using NtkGan.Tests.Data;
using SkiaSharp;

namespace NtkGan.Tests.Contracts;

/// <summary>What every data set of the catalog promises. A member that reads a file (parameter Path) gets one made for its example's extension.</summary>
public sealed class DataSetContractTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Catalog.Members<DataSet>().Select(member => member.Name)];

    public void Dispose() => _folder.Dispose();

    private DataSet Example(string name)
    {
        if (ImageFiles.Example(name, _folder["images"]) is { } images) return images;
        if (name == "latents") return Encoded();
        var member = Catalog.Find(typeof(DataSet), name);
        var example = (DataSet)member.Example();
        if (member.Type.GetProperty("Path")?.GetValue(example) is not string file) return example;
        if (Path.GetExtension(file) == ".png") Paint(_folder[file]);
        else _folder.Write(file, "0,1\n2,3\n4,5\n6,7\n8,9\n");
        return (DataSet)member.Description.Make([.. member.Parameters.Select(parameter => parameter.Name == "Path" ? _folder[file] : parameter.Default)]);
    }

    private Latents Encoded()
    {
        using var network = new Autoencoder().Draw(new Digits().Shape, 1);
        NumpyArchive.Write(_folder["autoencoder.npz"], network.Whole.Save().ToDictionary(pair => pair.Key, pair => NumpyArray.Of(pair.Value)));
        return new(new Digits(), _folder["autoencoder.npz"]);
    }

    private static void Paint(string path)
    {
        using var bitmap = new SKBitmap(3, 2);
        bitmap.Erase(SKColors.White);
        bitmap.SetPixel(1, 0, SKColors.Black);
        bitmap.SetPixel(2, 1, SKColors.Gray);
        using var file = File.Create(path);
        bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
    }

    [Fact]
    public void The_catalog_has_the_data_of_the_papers() => Assert.Empty(new[]
    {
        "gaussian", "eight_gaussians", "gaussian_ring", "gaussian_grid", "gaussian_line", "gaussian_mixture", "swiss_roll", "two_moons", "density_a", "density_b",
        "letter_a", "letter_b", "image_density", "two_couples_2d", "two_singles_1d", "modes_1d", "modes_1d_overlap", "points", "digits",
        "mnist", "fashion_mnist", "cifar10", "celeba", "image_folder", "table",
    }.Except(Catalog.Members<DataSet>().Select(member => member.Name)));

    [Theory, MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others(string name)
    {
        var data = Example(name);
        var count = Math.Min(50, data.Size ?? 50);
        double[] Draw(ulong seed) => data.Draw(count, CounterRandom.For(seed, "data")).Values.ToArray();
        Assert.Equal(Draw(1), Draw(1));
        Assert.Equal(Draw(1), Example(name).Draw(count, CounterRandom.For(1, "data")).Values.ToArray());
        Assert.True(count == 1 || Enumerable.Range(2, 20).Any(seed => !Draw((ulong)seed).AsSpan().SequenceEqual(Draw(1))));
    }

    [Theory, MemberData(nameof(Names))]
    public void Shapes_and_values_fit(string name)
    {
        var data = Example(name);
        var points = data.Draw(1, CounterRandom.For(2, "data"));
        Assert.Equal((1, data.Dimension), (points.Rows, points.Columns));
        Assert.Equal(data.Dimension, data.Shape.Dimension);
        Assert.True(points.IsFinite());
        if (data.Modes is { } modes)
        {
            Assert.Equal(data.Dimension, modes.Centres.Columns);
            Assert.True(modes.Centres.Rows > 0 && modes.Centres.IsFinite() && modes.Deviation >= 0);
        }

        if (data.Display is { } display) Assert.True(display.White > display.Black);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_whole_draw_of_stored_points_is_a_permutation_and_a_stream_stores_none(string name)
    {
        var data = Example(name);
        var random = CounterRandom.For(3, "data");
        if (data.Size is not { } size)
        {
            Refused.AsUsage(() => data.All(), name, "endless");
            return;
        }

        Assert.Equal(Sorted(data.All()), Sorted(data.Draw(size, random)));
        Refused.AsUsage(() => data.Draw(size + 1, random), name, $"{size}", $"{size + 1}");
        data.All().Values.Clear();
        Assert.Equal(Sorted(Example(name).All()), Sorted(data.All()));
    }

    [Theory, MemberData(nameof(Names))]
    public void Held_out_points_follow_those_drawn_and_are_others(string name)
    {
        var data = Example(name);
        var count = Math.Max(1, Math.Min(6, (data.Size ?? 12) / 2));
        var (drawn, heldOut) = data.DrawWithHeldOut(count, 4, CounterRandom.For(6, "data"));
        Assert.Equal((count, Math.Min(4, (data.Size ?? 12) - count)), (drawn.Rows, heldOut.Rows));
        if (data.Size is null) return;
        Assert.Equal(data.Draw(count, CounterRandom.For(6, "data")).Values, drawn.Values);
        var whole = data.DrawWithHeldOut(count, int.MaxValue, CounterRandom.For(6, "data"));
        Assert.Equal(Sorted(data.All()), Sorted(whole.Drawn.Above(whole.HeldOut)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_stored_point_has_a_class_or_none_has_and_a_draw_follows_the_order(string name)
    {
        if (Example(name) is not StoredDataSet data)
        {
            Assert.True(Example(name) is Latents or { Size: null });
            return;
        }

        Assert.Equal(data.Labels is null, data.ClassNames is null);
        if (data.Labels is { } labels)
        {
            Assert.Equal(data.Size, labels.Count);
            Assert.All(labels, label => Assert.InRange(label, 0, data.ClassNames!.Count - 1));
        }

        var (all, order) = (data.All(), data.Order(CounterRandom.For(7, "data")));
        Assert.Equal(all.Row(order[0]).ToArray(), data.Draw(1, CounterRandom.For(7, "data")).Row(0).ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_to_draw_nothing_or_more_than_memory_holds(string name)
    {
        var data = Example(name);
        Refused.AsUsage(() => data.Draw(0, CounterRandom.For(4, "data")), "count");
        Refused.AsUsage(() => data.Draw(-1, CounterRandom.For(4, "data")), "count");
        Refused.AsUsage(() => data.Draw(int.MaxValue, CounterRandom.For(4, "data")), "2147483647");
    }

    [Theory, MemberData(nameof(Names))]
    public void Equals_its_like_before_and_after_use_and_prints_without_reading(string name)
    {
        var (used, fresh) = (Example(name), Example(name));
        used.Draw(1, CounterRandom.For(5, "data"));
        Assert.Equal(used, fresh);
        Assert.Equal(used.GetHashCode(), fresh.GetHashCode());
        Assert.Equal(used.ToString(), fresh.ToString());
        Assert.StartsWith(fresh.GetType().Name, Catalog.Find(typeof(DataSet), name).Example().ToString(), StringComparison.Ordinal); // its file is missing
    }

    private static string[] Sorted(Matrix points) =>
        [.. Enumerable.Range(0, points.Rows).Select(i => string.Join(' ', points.Row(i).ToArray().Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))).Order(StringComparer.Ordinal)];
}
