namespace NtkGan.Data.Files;

/// <summary>Opens the files that a person names.</summary>
internal static class InputFile
{
    /// <summary>An ordinary file, for reading from its start.</summary>
    /// <exception cref="UsageException">There is no such file, it is a folder, or it cannot be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new UsageException($"'{path}' is a folder; name a file in it.");
        if (!File.Exists(path)) throw new UsageException($"There is no file '{path}'.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot read '{path}': {failure.Message}");
        }
    }
}
