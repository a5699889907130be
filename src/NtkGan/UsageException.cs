namespace NtkGan;

/// <summary>A request that makes no sense: an unknown name or key, a composition that is not allowed. Exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
