namespace NtkGan;

/// <summary>A request that makes no sense: an unknown name or key, a composition that is not allowed. Exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>Data that cannot be used: a broken file, a NaN, shapes that do not fit. Exit code 3.</summary>
public sealed class InvalidDataFormatException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A computation that cannot answer; the message says why and what to change. Exit code 4.</summary>
public sealed class NumericalException(string message) : Exception(message);
