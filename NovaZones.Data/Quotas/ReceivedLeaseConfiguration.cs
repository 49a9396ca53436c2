using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Quotas;

internal sealed class ReceivedLeaseConfiguration : IEntityTypeConfiguration<ReceivedLeaseEntity>
{
    public void Configure(EntityTypeBuilder<ReceivedLeaseEntity> builder)
    {
        builder.ToTable("ReceivedLeases");
        builder.HasKey(lease => new { lease.ParentZoneId, lease.Tenant });
        builder.Property(lease => lease.Tenant).HasMaxLength(QuotaEntity.TenantLength);
    }
}
