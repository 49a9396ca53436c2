using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Operations;

internal sealed class ZoneIdentityConfiguration : IEntityTypeConfiguration<ZoneIdentityEntity>
{
    public void Configure(EntityTypeBuilder<ZoneIdentityEntity> builder)
    {
        builder.ToTable("ZoneIdentity");
        builder.HasKey(identity => identity.Id);
        builder.Property(identity => identity.Id).ValueGeneratedNever();
    }
}
