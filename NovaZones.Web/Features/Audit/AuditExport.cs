using System.Globalization;
using System.Runtime.CompilerServices;
using NovaZones.Core.Audit;
using NovaZones.Web.Features.Exports;

namespace NovaZones.Web.Features.Audit;

/// <summary>The audit log as a download, newest first; with all that a hash covers, so that others can check the chain.</summary>
internal static class AuditExport
{
    /// <summary>Most records in one download.</summary>
    public const int MaxRows = 1_000_000;

    /// <summary>Records that are read at a time.</summary>
    public const int PageSize = 500;

    /// <summary>The columns.</summary>
    public static IReadOnlyList<ExportColumn<AuditEntry>> Columns { get; } =
    [
        new("sequence", e => e.Sequence),
        // With all six digits, which the hash covers.
        new("at", e => e.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)),
        new("actorKind", e => e.Actor.Kind.ToString()),
        new("actor", e => e.Actor.Name),
        new("actorId", e => e.Actor.Id),
        new("roles", e => e.Actor.Roles),
        new("address", e => e.Actor.Address),
        new("act", e => e.Act),
        new("subject", e => e.Subject),
        new("outcome", e => e.Outcome.ToString()),
        new("before", e => e.Before),
        new("after", e => e.After),
        new("previousHash", e => Convert.ToHexStringLower(e.PreviousHash.Span)),
        new("hash", e => Convert.ToHexStringLower(e.Hash.Span)),
    ];

    /// <summary>Newest first, a page of the database at a time.</summary>
    public static async IAsyncEnumerable<AuditEntry> RowsAsync(IAuditStore store, AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = filter; ;)
        {
            var page = await store.ListAsync(next, cancellationToken);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < filter.Limit)
            {
                yield break;
            }

            next = next with { Before = page[^1].Sequence };
        }
    }
}
