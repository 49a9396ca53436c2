using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Identity;

internal sealed class EndedSessionConfiguration : IEntityTypeConfiguration<EndedSessionEntity>
{
    public void Configure(EntityTypeBuilder<EndedSessionEntity> builder)
    {
        builder.ToTable("EndedSessions");
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Id).ValueGeneratedNever();
    }
}
