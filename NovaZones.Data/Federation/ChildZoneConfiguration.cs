using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Federation;

internal sealed class ChildZoneConfiguration : IEntityTypeConfiguration<ChildZoneEntity>
{
    public void Configure(EntityTypeBuilder<ChildZoneEntity> builder)
    {
        builder.ToTable("ChildZones");
        builder.HasKey(child => child.Id);
        builder.Property(child => child.Id).ValueGeneratedNever();
        builder.Property(child => child.Name).HasMaxLength(ChildZoneEntity.NameLength);
        builder.Property(child => child.ApiUrl).HasMaxLength(ChildZoneEntity.ApiUrlLength);

        // EfChildZoneStore: a step of a zone path names one child.
        builder.HasIndex(child => child.Name).IsUnique();
    }
}
