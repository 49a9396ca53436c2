using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Replicas;

/// <remarks>The row comes with the table, so that two replicas that start at once need not agree on who makes it.</remarks>
internal sealed class FeedHeadConfiguration : IEntityTypeConfiguration<FeedHeadEntity>
{
    public void Configure(EntityTypeBuilder<FeedHeadEntity> builder)
    {
        builder.ToTable("FeedHeads");
        builder.HasKey(head => head.Id);
        builder.Property(head => head.Id).ValueGeneratedNever();
        builder.HasData(new FeedHeadEntity { Id = FeedHeadEntity.OnlyId, Sequence = 0, Ledger = 0, Generations = 0 });
    }
}
