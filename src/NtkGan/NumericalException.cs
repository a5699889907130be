namespace NtkGan;

/// <summary>A computation that cannot answer; the message says why and what to change. Exit code 4.</summary>
public sealed class NumericalException(string message) : Exception(message);
