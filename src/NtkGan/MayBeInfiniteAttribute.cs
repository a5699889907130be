namespace NtkGan;

/// <summary>Allows <c>.inf</c> as the value of a parameter in experiment files; everywhere else only finite numbers are.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MayBeInfiniteAttribute : Attribute;
