namespace NtkGan.Tests;

/// <summary>Told of progress at once, on the thread that makes it.</summary>
internal sealed class Told<T>(Action<T> listener) : IProgress<T>
{
    public void Report(T value) => listener(value);
}
