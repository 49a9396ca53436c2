using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NovaZones.Core.Assignments;

namespace NovaZones.Data.Assignments;

/// <remarks>Beside the instances and not in them: claims and releases write nothing here.</remarks>
internal sealed class AcknowledgementConfiguration : IEntityTypeConfiguration<AcknowledgementEntity>
{
    public void Configure(EntityTypeBuilder<AcknowledgementEntity> builder)
    {
        builder.ToTable("Acknowledgements");
        builder.HasKey(acknowledgement => acknowledgement.InstanceId);
        builder.Property(acknowledgement => acknowledgement.InstanceId).ValueGeneratedNever();
        builder.Property(acknowledgement => acknowledgement.Message).HasMaxLength(Acknowledgement.MaxMessageLength);

        // ListAcknowledgementsAsync.
        builder.HasIndex(acknowledgement => acknowledgement.HostId);
    }
}
