using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Assignments;

internal sealed class HostListConfiguration : IEntityTypeConfiguration<HostListEntity>
{
    public void Configure(EntityTypeBuilder<HostListEntity> builder)
    {
        builder.ToTable("HostLists");
        builder.HasKey(list => list.HostId);
        builder.Property(list => list.HostId).ValueGeneratedNever();
    }
}
