namespace NtkGan;

/// <summary>Data that cannot be used: a broken file, a NaN, shapes that do not fit. Exit code 3.</summary>
public sealed class InvalidDataFormatException(string message, Exception? inner = null) : Exception(message, inner);
