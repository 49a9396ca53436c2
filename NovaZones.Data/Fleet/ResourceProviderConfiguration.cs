using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Fleet;

internal sealed class ResourceProviderConfiguration : IEntityTypeConfiguration<ResourceProviderEntity>
{
    public void Configure(EntityTypeBuilder<ResourceProviderEntity> builder)
    {
        builder.ToTable("ResourceProviders");
        builder.HasKey(provider => provider.Id);
        builder.Property(provider => provider.Id).ValueGeneratedNever();
        builder.Property(provider => provider.Name).HasMaxLength(ResourceProviderEntity.NameLength);

        // FleetReader: a host's providers together and in order; removing a host. No foreign key to the root or the parent: it
        // would be checked at every insert, and SQL Server refuses to cascade within one table.
        builder.HasIndex(provider => new { provider.RootId, provider.Ordinal });
    }
}
