namespace NovaZones.Bench.Crash;

/// <summary>One placement as the caller knows it: what was sent and what was answered, nothing else.</summary>
/// <param name="key">The retry key it was sent with.</param>
internal sealed class CrashEntry(string key)
{
    public string Key { get; } = key;

    /// <summary>The answer's status; 0 while none came.</summary>
    public int Status { get; set; }

    /// <summary>The answer's body; null while none came.</summary>
    public string? Answer { get; set; }

    /// <summary>The reservation, from the answer.</summary>
    public string? ReservationId { get; set; }

    /// <summary>Instances that the answer names.</summary>
    public IReadOnlyList<Guid> Instances { get; set; } = [];

    /// <summary>Whether a release was sent: from then on it may be gone.</summary>
    public bool ReleaseSent { get; set; }

    /// <summary>Whether the release was answered: it must be gone.</summary>
    public bool Released { get; set; }

    /// <summary>Whether its place was answered and nothing was done to it since.</summary>
    public bool IsHeld => Status == 201 && !ReleaseSent;
}
