using System.Runtime.CompilerServices;
using NtkGan.Experiments;
using NtkGan.Onnx;
using NtkGan.Plots;
using NtkGan.Torch;

namespace NtkGan.Tests;

/// <summary>Brings the families of every package into the catalog, so that contracts run over all members.</summary>
internal static class Packages
{
#pragma warning disable CA2255 // a test assembly has no Main of its own to do this in
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Register()
    {
        foreach (var type in new[] { typeof(TorchEngine), typeof(OnnxFeatures), typeof(Plot), typeof(Experiment) }) Catalog.Register(type.Assembly);
    }
}
