using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NovaZones.Data.Identity;

internal sealed class ApiTokenConfiguration : IEntityTypeConfiguration<ApiTokenEntity>
{
    public void Configure(EntityTypeBuilder<ApiTokenEntity> builder)
    {
        builder.ToTable("ApiTokens");
        builder.HasKey(token => token.Id);
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.Property(token => token.Name).HasMaxLength(ApiTokenEntity.NameLength);
        builder.Property(token => token.SecretHash).HasMaxLength(ApiTokenEntity.HashLength).IsFixedLength();
        builder.Property(token => token.Scopes).HasMaxLength(ApiTokenEntity.ScopesLength);
        builder.Property(token => token.Host).HasMaxLength(ApiTokenEntity.HostLength);

        // EfApiTokenStore.FindAsync: every API call whose token is not in memory.
        builder.HasIndex(token => token.SecretHash).IsUnique();
    }
}
