namespace NtkGan.Data.Files;

/// <summary>Writes files whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file aside in the same folder, flushes it to the disk, and renames it over the path. A reader, or a person after a power
    /// cut, finds either the old content or the new, never a part. If writing fails the old file stays and nothing is left behind. A symbolic
    /// link stays a link: the file it points to is replaced.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes the content into a seekable stream, and need not close it.</param>
    /// <exception cref="UsageException">The folder is missing or closed to us, the disk is full, or the path is a folder.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            var aside = $"{target}.{Path.GetRandomFileName()}";
            try
            {
                using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
                {
                    write(stream);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(aside, target, overwrite: true);
            }
            catch
            {
                File.Delete(aside);
                throw;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot write '{path}': {failure.Message}");
        }
    }
}
