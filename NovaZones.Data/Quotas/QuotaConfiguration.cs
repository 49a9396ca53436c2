using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Quotas;

internal sealed class QuotaConfiguration : IEntityTypeConfiguration<QuotaEntity>
{
    public void Configure(EntityTypeBuilder<QuotaEntity> builder)
    {
        builder.ToTable("Quotas");
        builder.HasKey(quota => quota.Tenant);
        builder.Property(quota => quota.Tenant).HasMaxLength(QuotaEntity.TenantLength);
    }
}
