using NtkGan.Numerics;

namespace NtkGan.Data
{
    [Family("data")] public abstract record DataSet { public abstract int Dimension { get; } public virtual int? Size => null; public virtual Mixture? Modes => null; public virtual PointShape Shape => new(Dimension, 1, 1); public abstract Matrix Draw(int count, CounterRandom random); }
    public sealed record Mixture(Matrix Centres, double Deviation);
    public sealed record PointShape(int Height, int Width, int Channels) { public bool IsImage => Width > 1; }
    /// <summary>Normal points.</summary><param name="Dimension">Dimension.</param>
    public sealed record GaussianDataSet(int Dimension = 2) : DataSet { public override int Dimension { get; } = Dimension; public override Matrix Draw(int count, CounterRandom random) { var m = new Matrix(count, Dimension); random.FillNormal(m.Values); return m; } }
    /// <summary>Eight Gaussians.</summary>
    public sealed record EightGaussians : DataSet { public override int Dimension => 2; public override Matrix Draw(int count, CounterRandom random) { var m = new Matrix(count, 2); random.FillNormal(m.Values); for (var i = 0; i < count; i++) { var j = random.NextIndex(8); m[i, 0] = m[i, 0] / 2 + 5 * Math.Cos(Math.PI * j / 4); m[i, 1] = m[i, 1] / 2 - 5 * Math.Sin(Math.PI * j / 4); } return m; } }
}
namespace NtkGan.Plots
{
    public sealed record FlowView { public static FlowView Around(Matrix a, Matrix b) => new(); }
    public sealed record ImageShape(int Height, int Width, int Channels);
    public sealed record FlowFrame(string Title, long Step, double Time, Matrix Particles, Matrix Targets, Matrix Velocities, Func<Matrix, double[]> Landscape, FlowView? View = null, ImageShape? Shape = null);
    [Family("plot")] public abstract record Plot { public static Plot For(FlowFrame f) => new Dots(); public abstract void Save(FlowFrame f, string path); }
    /// <summary>Interim picture.</summary>
    public sealed record Dots : Plot { public override void Save(FlowFrame f, string path) => File.WriteAllText(path, "interim"); }
}
