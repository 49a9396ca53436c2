using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Claims;

internal sealed class ReservationConfiguration : IEntityTypeConfiguration<ReservationEntity>
{
    public void Configure(EntityTypeBuilder<ReservationEntity> builder)
    {
        builder.ToTable("Reservations");
        builder.HasKey(reservation => reservation.Id);
        builder.Property(reservation => reservation.Id).HasMaxLength(ReservationEntity.IdLength);
        builder.Property(reservation => reservation.Name).HasMaxLength(ReservationEntity.NameLength);
        builder.Property(reservation => reservation.Tenant).HasMaxLength(ReservationEntity.TenantLength);
        builder.Property(reservation => reservation.Caller).HasMaxLength(ReservationEntity.CallerLength);
        builder.Property(reservation => reservation.Policy).HasMaxLength(ReservationEntity.PolicyLength);
        builder.Property(reservation => reservation.Reason).HasMaxLength(ReservationEntity.ReasonLength);
        builder.Property(reservation => reservation.IdempotencyKey).HasMaxLength(ReservationEntity.IdempotencyKeyLength);
        builder.Property(reservation => reservation.ParentReservationId).HasMaxLength(ReservationEntity.IdLength);

        // FindByIdempotencyKeyAsync, and promise 7: one answer per key even when two replicas are asked at once.
        builder.HasIndex(reservation => new { reservation.Caller, reservation.IdempotencyKey }).IsUnique().HasFilter("IdempotencyKey IS NOT NULL");

        // FindByClaimIdAsync, and one reservation per claim of a parent.
        builder.HasIndex(reservation => reservation.ClaimId).IsUnique().HasFilter("ClaimId IS NOT NULL");

        // IsPlanUsedAsync, and one use of a plan even when two replicas are asked at once.
        builder.HasIndex(reservation => reservation.PlanId).IsUnique().HasFilter("PlanId IS NOT NULL");

        // ListHeldAsync: what a parent's claims made, in a steady order.
        builder.HasIndex(reservation => new { reservation.ParentZoneId, reservation.Id }).HasFilter("ParentZoneId IS NOT NULL");

        // ListAsync: newest first, over all and within one state; ListUnfinishedAsync, ListEmptiedAsync and PruneAsync within a state. Those that hold something
        // (1 is ReservationState.Placed) are most of the table and found through the first; every claim would write them into the second.
        builder.HasIndex(reservation => new { reservation.CreatedAt, reservation.Id });
        builder.HasIndex(reservation => new { reservation.State, reservation.CreatedAt, reservation.Id }).HasFilter("State <> 1");
    }
}
