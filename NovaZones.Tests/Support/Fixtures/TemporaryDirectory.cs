namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A folder of one test, gone with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("novazones-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
