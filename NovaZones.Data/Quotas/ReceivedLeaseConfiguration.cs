using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NovaZones.Data.Claims;

namespace NovaZones.Data.Quotas;

internal sealed class ReceivedLeaseConfiguration : IEntityTypeConfiguration<ReceivedLeaseEntity>
{
    public void Configure(EntityTypeBuilder<ReceivedLeaseEntity> builder)
    {
        builder.ToTable("ReceivedLeases");
        builder.HasKey(lease => new { lease.ParentZoneId, lease.Tenant });
        builder.Property(lease => lease.Tenant).HasMaxLength(QuotaEntity.TenantLength);
        builder.Property(lease => lease.Caller).HasMaxLength(ReservationEntity.CallerLength);
    }
}
