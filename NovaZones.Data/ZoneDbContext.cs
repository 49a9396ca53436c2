using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NovaZones.Data.Identity;

namespace NovaZones.Data;

/// <summary>A zone's database: one model for both providers, which differ only in how values are stored.</summary>
/// <remarks>
/// Entities are found through their <see cref="IEntityTypeConfiguration{TEntity}"/> in this assembly; reach them with
/// <see cref="DbContext.Set{TEntity}()"/>. Make one context per operation from <see cref="IDbContextFactory{TContext}"/>.
/// </remarks>
public abstract class ZoneDbContext : IdentityDbContext<ZoneUser, IdentityRole<Guid>, Guid>, IDataProtectionKeyContext
{
    private protected ZoneDbContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>The key ring that protects cookies, child credentials and sealed plans.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Fixed here, so that the model is the same at design time, where Identity's options are not known.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ZoneDbContext).Assembly);
    }
}
