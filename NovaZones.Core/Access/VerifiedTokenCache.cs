namespace NovaZones.Core.Access;

/// <summary>Tokens that were found lately, by the hash of their secret, so that not every call reads the database.</summary>
/// <remarks>
/// Safe for many threads. An entry lives 30 s at most, which bounds how long another replica's revocation goes unnoticed;
/// revocations of this process are forgotten at once.
/// </remarks>
internal sealed class VerifiedTokenCache(TimeProvider time)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int Capacity = 1_024;

    // Guards both fields below.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ApiToken Token, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);
    private long _revocations;

    /// <summary>Finds a token; null when it must be read from the store.</summary>
    /// <param name="hash">The hash of the secret, as text.</param>
    /// <param name="revocations">To hand to <see cref="Add"/>: how many revocations had happened before the store was read.</param>
    public ApiToken? Find(string hash, out long revocations)
    {
        lock (_lock)
        {
            revocations = _revocations;
            return _entries.TryGetValue(hash, out var entry) && time.GetUtcNow() < entry.Until ? entry.Token : null;
        }
    }

    /// <summary>Remembers a token, unless something was revoked since it was read: then the reading may be out of date.</summary>
    public void Add(string hash, ApiToken token, long revocations)
    {
        lock (_lock)
        {
            if (revocations != _revocations)
            {
                return;
            }

            if (_entries.Count >= Capacity)
            {
                _entries.Clear();
            }

            _entries[hash] = (token, time.GetUtcNow() + Lifetime);
        }
    }

    /// <summary>Forgets everything; tokens in use are read again.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _revocations++;
            _entries.Clear();
        }
    }
}
