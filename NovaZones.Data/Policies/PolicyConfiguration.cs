using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Policies;

internal sealed class PolicyConfiguration : IEntityTypeConfiguration<PolicyEntity>
{
    public void Configure(EntityTypeBuilder<PolicyEntity> builder)
    {
        builder.ToTable("Policies");
        builder.HasKey(policy => policy.Name);
        builder.Property(policy => policy.Name).HasMaxLength(PolicyEntity.NameLength);
        builder.Property(policy => policy.CurrentVersion).IsConcurrencyToken();
    }
}
