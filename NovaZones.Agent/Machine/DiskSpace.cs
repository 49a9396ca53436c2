namespace NovaZones.Agent.Machine;

/// <summary>Room on the file system of a folder, in bytes.</summary>
internal readonly record struct DiskSpace(long Total, long Free)
{
    /// <summary>Asks the system; nothing where it cannot tell.</summary>
    public static DiskSpace Of(string path)
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(path));
            return new DiskSpace(drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return default;
        }
    }
}
