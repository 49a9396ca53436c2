using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Fleet;

internal sealed class InventoryConfiguration : IEntityTypeConfiguration<InventoryEntity>
{
    public void Configure(EntityTypeBuilder<InventoryEntity> builder)
    {
        builder.ToTable("Inventories");
        builder.HasKey(inventory => new { inventory.ProviderId, inventory.ResourceClassId });
        builder.Property(inventory => inventory.ResourceClassId).ValueGeneratedNever();
        builder.HasOne<ResourceProviderEntity>().WithMany().HasForeignKey(inventory => inventory.ProviderId).OnDelete(DeleteBehavior.Cascade);
    }
}
