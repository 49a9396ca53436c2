using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NovaZones.Core.Audit;

namespace NovaZones.Data.Audit;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntryEntity>
{
    public void Configure(EntityTypeBuilder<AuditEntryEntity> builder)
    {
        builder.ToTable("AuditEntries");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Sequence).ValueGeneratedNever();
        builder.Property(entry => entry.ActorName).HasMaxLength(AuditText.NameLength);
        builder.Property(entry => entry.ActorId).HasMaxLength(AuditText.AddressLength);
        builder.Property(entry => entry.ActorRoles).HasMaxLength(AuditText.RolesLength);
        builder.Property(entry => entry.Address).HasMaxLength(AuditText.AddressLength);
        builder.Property(entry => entry.Act).HasMaxLength(AuditText.ActLength);
        builder.Property(entry => entry.Subject).HasMaxLength(AuditText.SubjectLength);
        builder.Property(entry => entry.Before).HasMaxLength(AuditText.ValueLength);
        builder.Property(entry => entry.After).HasMaxLength(AuditText.ValueLength);
        builder.Property(entry => entry.PreviousHash).HasMaxLength(AuditChain.HashLength).IsFixedLength();
        builder.Property(entry => entry.Hash).HasMaxLength(AuditChain.HashLength).IsFixedLength();

        // EfAuditStore.FindAnchorAsync and lists of one act.
        builder.HasIndex(entry => new { entry.Act, entry.Sequence });
    }
}
