using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Zones;

internal sealed class ZoneSampleConfiguration : IEntityTypeConfiguration<ZoneSampleEntity>
{
    public void Configure(EntityTypeBuilder<ZoneSampleEntity> builder)
    {
        builder.ToTable("ZoneSamples");
        builder.HasKey(sample => sample.At);
        builder.Property(sample => sample.At).ValueGeneratedNever();
    }
}
