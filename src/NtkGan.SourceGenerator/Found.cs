namespace NtkGan.SourceGenerator;

/// <summary>What one type declaration gives to the catalog, as text, so that the compiler's cache compares it by value.</summary>
/// <param name="Type">The full name of the type, in code.</param>
internal abstract record Found(string Type);

/// <summary>A family that is declared here.</summary>
/// <param name="Type">The abstract record.</param>
/// <param name="Name">The family's name.</param>
internal sealed record FoundFamily(string Type, string Name) : Found(Type);

/// <summary>A member that is declared here.</summary>
/// <param name="Type">The sealed record.</param>
/// <param name="Family">The nearest family above it, in code.</param>
/// <param name="Code">The expression that describes it.</param>
/// <param name="Records">The records that it holds: full names and expressions, one a line, sorted.</param>
internal sealed record FoundMember(string Type, string Family, string Code, string Records) : Found(Type);

/// <summary>A type that would be a member, but that no experiment file can hold.</summary>
/// <param name="Type">The type.</param>
/// <param name="Reason">Why not, half a sentence.</param>
/// <param name="Place">Where it is declared.</param>
internal sealed record Unfit(string Type, string Reason, Place Place) : Found(Type);

/// <summary>A place in a source file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">The first character.</param>
/// <param name="Length">Characters.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Column">The column, from 0.</param>
internal sealed record Place(string Path, int Start, int Length, int Line, int Column);
