namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A folder of one test, gone with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private const int MostTries = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public string Path { get; } = Directory.CreateTempSubdirectory("novazones-test-").FullName;

    /// <summary>Harmless to call twice, as a test that takes a zone away does.</summary>
    public void Dispose()
    {
        for (var tries = 1; Directory.Exists(Path); tries++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (tries < MostTries)
            {
                // A process that was killed, or a connection that is being closed, had a file made while the others were deleted.
                using var never = new ManualResetEventSlim();
                never.Wait(Pause);
            }
        }
    }
}
