using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Quotas;

internal sealed class GrantedLeaseConfiguration : IEntityTypeConfiguration<GrantedLeaseEntity>
{
    public void Configure(EntityTypeBuilder<GrantedLeaseEntity> builder)
    {
        builder.ToTable("GrantedLeases");
        builder.HasKey(lease => new { lease.ChildZoneId, lease.Tenant });
        builder.Property(lease => lease.Tenant).HasMaxLength(QuotaEntity.TenantLength);
    }
}
