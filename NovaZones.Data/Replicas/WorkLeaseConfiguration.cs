using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Replicas;

internal sealed class WorkLeaseConfiguration : IEntityTypeConfiguration<WorkLeaseEntity>
{
    public void Configure(EntityTypeBuilder<WorkLeaseEntity> builder)
    {
        builder.ToTable("WorkLeases");
        builder.HasKey(lease => lease.Name);
        builder.Property(lease => lease.Name).HasMaxLength(WorkLeaseEntity.NameLength);
    }
}
