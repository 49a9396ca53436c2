using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;

namespace NovaZones.Data.Claims;

/// <summary>Parts of the queries of <see cref="EfReservationStore"/>: what both databases answer from an index.</summary>
internal static class ReservationQueries
{
    /// <summary>Those behind the end of a page.</summary>
    public static IQueryable<InstanceEntity> After(IQueryable<InstanceEntity> instances, HeldCursor? after)
    {
        if (after is null)
        {
            return instances;
        }

        var (id, ordinal) = (after.ReservationId, after.Index);
        return instances.Where(i => string.Compare(i.ReservationId, id) >= 0 && (string.Compare(i.ReservationId, id) > 0 || i.Ordinal > ordinal));
    }

    /// <summary>Those that a filter lets through, behind the end of a page.</summary>
    public static IQueryable<ReservationEntity> Matching(ZoneDbContext db, ReservationFilter filter, ReservationCursor? after)
    {
        var matching = db.Set<ReservationEntity>().AsQueryable();
        if (filter.State is { } state)
        {
            // Said in so many words, or the databases could not use the index that leaves the placed ones out.
            matching = state == ReservationState.Placed ? matching.Where(r => r.State == ReservationState.Placed) : matching.Where(r => r.State != ReservationState.Placed && r.State == state);
        }

        if (!string.IsNullOrEmpty(filter.Text))
        {
            // Ids are lower-case; names and tenants compare without case in both databases (SQLite: A to Z only).
            var pattern = LikePattern.Holding(filter.Text);
            var idPattern = pattern.ToLowerInvariant();
            matching = matching.Where(r =>
                EF.Functions.Like(r.Id, idPattern, LikePattern.Escape) || EF.Functions.Like(r.Name, pattern, LikePattern.Escape) || EF.Functions.Like(r.Tenant, pattern, LikePattern.Escape));
        }

        if (after is { } last)
        {
            // The first condition says nothing new, but it lets the index be entered at the right place.
            var (createdAt, id) = (last.CreatedAt, last.Id);
            matching = matching.Where(r => r.CreatedAt <= createdAt && (r.CreatedAt < createdAt || string.Compare(r.Id, id) < 0));
        }

        return matching;
    }
}
