using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json.Serialization;

namespace NtkGan.Experiments;

/// <summary>An assembly of the user's whose members experiments may name. Loading it runs its code with all rights of this program: whoever names
/// one trusts it, and a run folder never loads one by itself.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="Build">The identity of this build of it; another compilation of other sources has another.</param>
public sealed record Extension(string Name, Guid Build)
{
    private static readonly Lock Gate = new();
    private static readonly List<Extension> All = [];

    /// <summary>The file it was loaded from; empty where a run folder tells of it.</summary>
    [JsonIgnore]
    public string Path { get; private init; } = "";

    /// <summary>The extensions of this process, in the order of loading.</summary>
    public static IReadOnlyList<Extension> Loaded
    {
        get
        {
            lock (Gate) return [.. All];
        }
    }

    /// <summary>False in a program that was trimmed or compiled to native code, which holds only what it uses itself.</summary>
    [FeatureSwitchDefinition("NtkGan.LoadsExtensions")]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
#pragma warning disable IL4000 // the switch is set when a program is trimmed, so where it is on, nothing is missing
    public static bool IsSupported => AppContext.TryGetSwitch("NtkGan.LoadsExtensions", out var isOn) ? isOn : RuntimeFeature.IsDynamicCodeSupported;
#pragma warning restore IL4000

    /// <summary>Loads an assembly and adds its families and members to the catalog; a second time does no harm.</summary>
    /// <param name="path">The file; assemblies that it needs lie beside it, those of this program aside.</param>
    /// <exception cref="UsageException">There is no such file, it is no assembly for this program, it adds no member or one whose name is taken,
    /// another assembly of its name is loaded, or this program cannot load assemblies.</exception>
    public static Extension Load(string path)
    {
        if (!IsSupported)
            throw new UsageException($"This program was compiled to native code or trimmed, and cannot load '{path}': use ntkgan as a .NET tool, or reference the packages in a program of your own.");
        var file = System.IO.Path.GetFullPath(path);
        if (!File.Exists(file)) throw new UsageException($"There is no assembly '{path}'.");
        lock (Gate)
        {
            if (All.FirstOrDefault(known => known.Path == file) is { } already) return already;
            var assembly = LoadFile(file, path);
            var extension = new Extension(assembly.GetName().Name!, assembly.ManifestModule.ModuleVersionId) { Path = file };
            if (All.FirstOrDefault(known => known.Name == extension.Name) is { } other)
                throw new UsageException($"'{path}' is called {extension.Name} as is '{other.Path}', which is loaded: give one of them another name.");
            Register(assembly, path);
            All.Add(extension);
            return extension;
        }
    }

    /// <summary>Checks that the extensions of a run are loaded, each in the build that the run began with.</summary>
    /// <param name="needed">Those of the run.</param>
    /// <param name="path">The run's folder.</param>
    /// <exception cref="UsageException">One is missing, or was built anew from other sources.</exception>
    internal static void Require(IReadOnlyList<Extension> needed, string path)
    {
        foreach (var extension in needed)
        {
            var here = Loaded.FirstOrDefault(loaded => loaded.Name == extension.Name)
                ?? throw new UsageException($"The run in '{path}' uses the assembly {extension.Name}, which is loaded only where you name it: add --with {extension.Name}.dll.");
            if (here.Build != extension.Build)
                throw new UsageException($"The run in '{path}' began with another build of {extension.Name} than '{here.Path}': give that build, or begin a new run.");
        }
    }

    [RequiresUnreferencedCode("The assembly may use what trimming removed.")]
    private static Assembly LoadFile(string file, string path)
    {
        try
        {
            return new Context(file).LoadFromAssemblyPath(file);
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException)
        {
            throw new UsageException($"'{path}' is no .NET assembly that this program can load: {failure.Message}");
        }
    }

    private static void Register(Assembly assembly, string path)
    {
        try
        {
            Catalog.Register(assembly);
            foreach (var family in Catalog.Families.Values) Catalog.Members(family);
        }
        catch (Exception failure) when (failure is TypeInitializationException or TypeLoadException or MissingMemberException or FileNotFoundException or FileLoadException)
        {
            throw new UsageException($"The members of '{path}' cannot be used: {failure.GetBaseException().Message} Was it built for this version, {RunEnvironment.ProgramVersion}?");
        }
    }

    // What this program has itself is shared, so that a family is the same type on both sides.
    [RequiresUnreferencedCode("The assembly may use what trimming removed.")]
    private sealed class Context(string file) : AssemblyLoadContext(System.IO.Path.GetFileNameWithoutExtension(file))
    {
        private readonly AssemblyDependencyResolver _resolver = new(file);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(assemblyName);
            }
            catch (FileNotFoundException)
            {
                return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
            }
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
