using System.Collections.Immutable;

namespace NovaZones.Core.Zones;

/// <summary>How many of the frequent requests fit on own hosts, as last counted. Thread-safe; one writer.</summary>
public sealed class RequestFits
{
    private Box _latest = new([]);

    /// <summary>The newest count, most frequent request first.</summary>
    public ImmutableArray<RequestFit> Latest
    {
        get => Volatile.Read(ref _latest).Fits;
        internal set => Volatile.Write(ref _latest, new Box(value));
    }

    private sealed record Box(ImmutableArray<RequestFit> Fits);
}
