using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Claims;

internal sealed class ExplanationConfiguration : IEntityTypeConfiguration<ExplanationEntity>
{
    public void Configure(EntityTypeBuilder<ExplanationEntity> builder)
    {
        builder.ToTable("Explanations");
        builder.HasKey(explanation => explanation.ReservationId);
        builder.Property(explanation => explanation.ReservationId).HasMaxLength(ReservationEntity.IdLength);
    }
}
