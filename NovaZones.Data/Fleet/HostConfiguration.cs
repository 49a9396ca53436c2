using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Fleet;

internal sealed class HostConfiguration : IEntityTypeConfiguration<HostEntity>
{
    public void Configure(EntityTypeBuilder<HostEntity> builder)
    {
        builder.ToTable("Hosts");
        builder.HasKey(host => host.Id);
        builder.Property(host => host.Id).ValueGeneratedNever();
        builder.Property(host => host.Name).HasMaxLength(HostEntity.NameLength);
        builder.Property(host => host.NameKey).HasMaxLength(HostEntity.NameKeyLength);
        builder.Property(host => host.AvailabilityZone).HasMaxLength(HostEntity.AvailabilityZoneLength);

        // SqlClaimStore: a name is one host, whichever replica hears it first.
        builder.HasIndex(host => host.NameKey).IsUnique();

        // Removing the root provider removes the host.
        builder.HasOne<ResourceProviderEntity>().WithOne().HasForeignKey<HostEntity>(host => host.Id).OnDelete(DeleteBehavior.Cascade);
    }
}
