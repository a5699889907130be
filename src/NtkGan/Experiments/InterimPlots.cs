using NtkGan.Numerics;

namespace NtkGan.Plots;

    public sealed record FlowView { public static FlowView Around(Matrix a, Matrix b) => new(); }
    public sealed record ImageShape(int Height, int Width, int Channels);
    public sealed record FlowFrame(string Title, long Step, double Time, Matrix Particles, Matrix Targets, Matrix Velocities, Func<Matrix, double[]> Landscape, FlowView? View = null, ImageShape? Shape = null);
    [Family("plot")] public abstract record Plot { public static Plot For(FlowFrame f) => new Dots(); public abstract void Save(FlowFrame f, string path); }
    /// <summary>Interim picture.</summary>
    public sealed record Dots : Plot { public override void Save(FlowFrame f, string path) => File.WriteAllText(path, "interim"); }

