using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Federation;

internal sealed class ChildEventConfiguration : IEntityTypeConfiguration<ChildEventEntity>
{
    public void Configure(EntityTypeBuilder<ChildEventEntity> builder)
    {
        builder.ToTable("ChildEvents");
        builder.HasKey(change => change.Id);
        builder.Property(change => change.Id).ValueGeneratedNever();
        builder.Property(change => change.Health).HasMaxLength(ChildEventEntity.HealthLength);
        builder.Property(change => change.Reason).HasMaxLength(ChildEventEntity.ReasonLength);
        builder.HasOne<ChildZoneEntity>().WithMany().HasForeignKey(change => change.ChildZoneId).OnDelete(DeleteBehavior.Cascade);

        // EfChildEventStore: the newest of one child.
        builder.HasIndex(change => new { change.ChildZoneId, change.At });
    }
}
