namespace NovaZones.Core.Audit;

/// <summary>The end of the chain: the newest record.</summary>
/// <param name="Sequence">Its number; 0 before the first.</param>
/// <param name="Hash">Its hash, 32 bytes; zeros before the first.</param>
public sealed record AuditHead(long Sequence, ReadOnlyMemory<byte> Hash)
{
    /// <summary>As it is noted elsewhere: the number, a colon and the hash in hexadecimal.</summary>
    public override string ToString() => $"{Sequence}:{Convert.ToHexStringLower(Hash.Span)}";

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static AuditHead? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && long.TryParse(text.AsSpan(0, colon), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var sequence)
            && text.Length - colon - 1 == 2 * AuditChain.HashLength && text.AsSpan(colon + 1).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0
                ? new AuditHead(sequence, Convert.FromHexString(text.AsSpan(colon + 1)))
                : null;
    }
}
