using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Replicas;

/// <remarks>The number is not the database's to give: an identity value may become visible after a greater one.</remarks>
internal sealed class ChangeConfiguration : IEntityTypeConfiguration<ChangeEntity>
{
    public void Configure(EntityTypeBuilder<ChangeEntity> builder)
    {
        builder.ToTable("Changes");
        builder.HasKey(change => change.Sequence);
        builder.Property(change => change.Sequence).ValueGeneratedNever();
    }
}
