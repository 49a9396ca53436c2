using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Policies;

internal sealed class PolicyVersionConfiguration : IEntityTypeConfiguration<PolicyVersionEntity>
{
    public void Configure(EntityTypeBuilder<PolicyVersionEntity> builder)
    {
        builder.ToTable("PolicyVersions");

        // The key finds a policy's versions newest first, and lets only one of two savers have a version.
        builder.HasKey(version => new { version.PolicyName, version.Version });
        builder.Property(version => version.PolicyName).HasMaxLength(PolicyEntity.NameLength);
        builder.Property(version => version.Version).ValueGeneratedNever();
        builder.Property(version => version.Driver).HasMaxLength(PolicyVersionEntity.DriverLength);
        builder.Property(version => version.Comment).HasMaxLength(PolicyVersionEntity.CommentLength);
        builder.Property(version => version.CreatedBy).HasMaxLength(PolicyVersionEntity.CreatedByLength);
        builder.HasOne<PolicyEntity>().WithMany().HasForeignKey(version => version.PolicyName).OnDelete(DeleteBehavior.Cascade);
    }
}
