namespace NovaZones.Tests.Support.Fixtures;

/// <summary>The folder that holds the solution.</summary>
internal static class RepositoryTop
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory.FullName, "NovaZones.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new DirectoryNotFoundException("NovaZones.sln is in no folder above the tests.");
    }
}
