using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Claims;

internal sealed class InstanceConfiguration : IEntityTypeConfiguration<InstanceEntity>
{
    public void Configure(EntityTypeBuilder<InstanceEntity> builder)
    {
        builder.ToTable("Instances");
        builder.HasKey(instance => instance.Id);
        builder.Property(instance => instance.Id).ValueGeneratedNever();
        builder.Property(instance => instance.ReservationId).HasMaxLength(ReservationEntity.IdLength);
        builder.Property(instance => instance.HostName).HasMaxLength(InstanceEntity.HostNameLength);
        builder.Property(instance => instance.ZonePath).HasMaxLength(InstanceEntity.ZonePathLength);
        builder.Property(instance => instance.ServerGroup).HasMaxLength(InstanceEntity.ServerGroupLength);

        // ListInstancesAsync: a reservation's instances in order.
        builder.HasIndex(instance => new { instance.ReservationId, instance.Ordinal });

        // FleetScope: what is on the hosts that another replica changed. SqliteZoneDbContext leaves it out.
        builder.HasIndex(instance => new { instance.HostId, instance.CreatedAt, instance.Id }).HasFilter("HostId IS NOT NULL");

        // CountInstancesOfChildAsync.
        builder.HasIndex(instance => instance.ChildZoneId).HasFilter("ChildZoneId IS NOT NULL");

        // ListInstancesInStateAsync: the few that want something done (above 1, InstanceState.Placed). Those being claimed are found by their
        // reservation, and every placement with a child would write them into it and out again.
        builder.HasIndex(instance => new { instance.State, instance.CreatedAt }).HasFilter("State > 1");
    }
}
