namespace NtkGan.Plots;

/// <summary>Writes pictures whole.</summary>
internal static class PictureFile
{
    /// <summary>Writes a file, making its folder where needed. A file of that name is replaced in one step: a reader sees the old picture or the new one,
    /// never half of one.</summary>
    public static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = path + ".tmp";
        File.WriteAllBytes(aside, content);
        File.Move(aside, path, overwrite: true);
    }
}
