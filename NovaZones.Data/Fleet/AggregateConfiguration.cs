using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Fleet;

internal sealed class AggregateConfiguration : IEntityTypeConfiguration<AggregateEntity>
{
    public void Configure(EntityTypeBuilder<AggregateEntity> builder)
    {
        builder.ToTable("Aggregates");
        builder.HasKey(aggregate => aggregate.Name);
        builder.Property(aggregate => aggregate.Name).HasMaxLength(AggregateEntity.NameLength);
    }
}
