using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NovaZones.Core.Audit;

/// <summary>The chain that makes a change of any record show.</summary>
/// <remarks>
/// A hash covers the hash before it, so whoever changes, removes, inserts or moves a record has to write every later one anew, and then the
/// end of the chain differs from what was noted of it elsewhere. Against somebody who may write the whole database and of whom nobody noted
/// an end, a chain proves nothing: docs/security.md says so.
/// </remarks>
public static class AuditChain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    /// <summary>What stands before the first record.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[HashLength];

    /// <summary>The moment as it is stored and hashed: whole microseconds.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>SHA-256 over the hash before it and the record's canonical form.</summary>
    /// <remarks>
    /// The canonical form is <c>novazones-audit-1</c> and then every field in the order sequence, moment, kind of actor, name, id, roles,
    /// address, act, subject, outcome, before, after; each as its length in UTF-8 bytes, a colon and the text, or <c>-</c> where there is none.
    /// </remarks>
    public static byte[] HashOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var form = new StringBuilder("novazones-audit-1");
        Add(form, entry.Sequence.ToString(CultureInfo.InvariantCulture));
        Add(form, entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Add(form, ((int)entry.Actor.Kind).ToString(CultureInfo.InvariantCulture));
        Add(form, entry.Actor.Name);
        Add(form, entry.Actor.Id);
        Add(form, entry.Actor.Roles);
        Add(form, entry.Actor.Address);
        Add(form, entry.Act);
        Add(form, entry.Subject);
        Add(form, ((int)entry.Outcome).ToString(CultureInfo.InvariantCulture));
        Add(form, entry.Before);
        Add(form, entry.After);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(entry.PreviousHash.Span);
        hash.AppendData(Encoding.UTF8.GetBytes(form.ToString()));
        return hash.GetHashAndReset();
    }

    /// <summary>The record that a draft becomes behind the end of the chain.</summary>
    public static AuditEntry Link(AuditHead head, AuditDraft draft, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        var entry = new AuditEntry(head.Sequence + 1, Truncate(at), draft.Actor, draft.Act, draft.Subject, draft.Outcome, draft.Before, draft.After, head.Hash, default);
        return entry with { Hash = HashOf(entry) };
    }

    private static void Add(StringBuilder form, string? text)
    {
        if (text is null)
        {
            form.Append('-');
            return;
        }

        form.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:").Append(text);
    }
}
