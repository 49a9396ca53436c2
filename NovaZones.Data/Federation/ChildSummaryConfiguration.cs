using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Federation;

internal sealed class ChildSummaryConfiguration : IEntityTypeConfiguration<ChildSummaryEntity>
{
    public void Configure(EntityTypeBuilder<ChildSummaryEntity> builder)
    {
        builder.ToTable("ChildSummaries");
        builder.HasKey(summary => summary.ChildZoneId);
        builder.Property(summary => summary.ChildZoneId).ValueGeneratedNever();
        builder.HasOne<ChildZoneEntity>().WithOne().HasForeignKey<ChildSummaryEntity>(summary => summary.ChildZoneId).OnDelete(DeleteBehavior.Cascade);
    }
}
