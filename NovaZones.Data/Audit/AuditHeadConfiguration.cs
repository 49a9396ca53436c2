using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NovaZones.Core.Audit;

namespace NovaZones.Data.Audit;

/// <remarks>The row comes with the table, so that nobody has to make it.</remarks>
internal sealed class AuditHeadConfiguration : IEntityTypeConfiguration<AuditHeadEntity>
{
    public void Configure(EntityTypeBuilder<AuditHeadEntity> builder)
    {
        builder.ToTable("AuditHeads");
        builder.HasKey(head => head.Id);
        builder.Property(head => head.Id).ValueGeneratedNever();
        builder.Property(head => head.Hash).HasMaxLength(AuditChain.HashLength).IsFixedLength();
        builder.HasData(new AuditHeadEntity { Id = AuditHeadEntity.OnlyId, Sequence = 0, Hash = AuditChain.Start.ToArray() });
    }
}
