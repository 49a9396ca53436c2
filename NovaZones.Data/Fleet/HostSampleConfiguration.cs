using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Fleet;

internal sealed class HostSampleConfiguration : IEntityTypeConfiguration<HostSampleEntity>
{
    public void Configure(EntityTypeBuilder<HostSampleEntity> builder)
    {
        builder.ToTable("HostSamples");
        builder.HasKey(sample => new { sample.Shard, sample.At });
        builder.Property(sample => sample.Shard).ValueGeneratedNever();

        // EfHostHistoryStore.PruneAsync: what is older than a moment, whatever its shard.
        builder.HasIndex(sample => sample.At);
    }
}
