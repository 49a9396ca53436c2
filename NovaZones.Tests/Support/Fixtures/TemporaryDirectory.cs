namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A folder of one test, gone with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("novazones-test-").FullName;

    /// <summary>Harmless to call twice, as a test that takes a zone away does.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
