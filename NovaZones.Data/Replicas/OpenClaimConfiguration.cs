using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Replicas;

internal sealed class OpenClaimConfiguration : IEntityTypeConfiguration<OpenClaimEntity>
{
    public void Configure(EntityTypeBuilder<OpenClaimEntity> builder)
    {
        builder.ToTable("OpenClaims");
        builder.HasKey(claim => claim.ReservationId);
        builder.Property(claim => claim.ReservationId).HasMaxLength(OpenClaimEntity.IdLength);
    }
}
