using Hangfire;

namespace NovaZones.Web.Jobs;

/// <summary>Whether this process's own job server lives, judged by its sign of life in the store of jobs. Thread-safe.</summary>
/// <remarks>
/// A server that died without leaving stays in the store for minutes, and one of another process says nothing of this one. Its sign of life
/// counts from when it was seen to change here, so that the store's clock does not matter.
/// </remarks>
public sealed class OwnJobServer(JobStorage store, TimeProvider time)
{
    /// <summary>How often the server gives a sign of life, and how often somebody looks for it.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>Longest silence of a server that lives: some signs may be late on a machine that is busy.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    // Stores that count from their own start tell one and the same moment a little differently each time.
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(1);

    // Guards the fields below.
    private readonly Lock _lock = new();
    private (string Server, DateTime? At)? _last;
    private long _seen;

    /// <summary>What its name in the store begins with; of this process and this zone alone.</summary>
    public string Name { get; } = $"{Environment.MachineName}-{Guid.NewGuid():N}"[..^20];

    /// <summary>Looks into the store; to be called at least every <see cref="Beat"/>, so that an old sign of life is not taken for a new one.</summary>
    /// <exception cref="System.Data.Common.DbException">The store is away.</exception>
    public bool IsAlive()
    {
        var own = store.GetMonitoringApi().Servers()
            .Where(server => server.Name.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(server => server.Heartbeat)
            .FirstOrDefault();
        lock (_lock)
        {
            if (own is null)
            {
                _last = null;
                return false;
            }

            if (_last is not { } last || last.Server != own.Name || (own.Heartbeat - last.At)?.Duration() > SameMoment)
            {
                (_last, _seen) = ((own.Name, own.Heartbeat), time.GetTimestamp());
            }

            return time.GetElapsedTime(_seen) <= Silence;
        }
    }
}
