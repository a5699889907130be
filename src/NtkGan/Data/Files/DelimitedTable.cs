using NtkGan.Numerics;

namespace NtkGan.Data.Files;

/// <summary>A table of numbers, with names of columns where the file had a heading.</summary>
/// <param name="Names">The names, one for each column, or null.</param>
/// <param name="Values">The numbers, all finite; at least one row and one column.</param>
public sealed record DelimitedTable(ValueList<string>? Names, Matrix Values);
