using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Fleet;

internal sealed class ResourceClassConfiguration : IEntityTypeConfiguration<ResourceClassEntity>
{
    public void Configure(EntityTypeBuilder<ResourceClassEntity> builder)
    {
        builder.ToTable("ResourceClasses");
        builder.HasKey(resourceClass => resourceClass.Id);
        builder.Property(resourceClass => resourceClass.Id).ValueGeneratedNever();
        builder.Property(resourceClass => resourceClass.Name).HasMaxLength(ResourceClass.MaxNameLength);

        // ResourceClassIds: two replicas must not give one name two numbers.
        builder.HasIndex(resourceClass => resourceClass.Name).IsUnique();
    }
}
