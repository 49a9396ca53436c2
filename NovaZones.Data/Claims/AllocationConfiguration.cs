using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Claims;

/// <remarks>The hottest table: no index but the key, which finds an instance's rows, and no foreign keys.</remarks>
internal sealed class AllocationConfiguration : IEntityTypeConfiguration<AllocationEntity>
{
    public void Configure(EntityTypeBuilder<AllocationEntity> builder)
    {
        builder.ToTable("Allocations");
        builder.HasKey(allocation => new { allocation.InstanceId, allocation.ProviderId, allocation.ResourceClassId });
        builder.Property(allocation => allocation.ResourceClassId).ValueGeneratedNever();
    }
}
