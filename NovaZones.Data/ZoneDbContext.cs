using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NovaZones.Data.Audit;
using NovaZones.Data.Identity;
using NovaZones.Data.Replicas;

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
    /// <remarks>What changes of people and keys is recorded in the same transaction.</remarks>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (!IdentityAudit.IsTouched(ChangeTracker))
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }

        if (Database.CurrentTransaction is not null)
        {
            return await SaveRecordedAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }

        // Accepted only when all of it is durable: a transaction that is repeated as a whole must find its changes again.
        var saved = 0;
        await this.InTransactionAsync(async token => saved = await SaveRecordedAsync(acceptAllChangesOnSuccess: false, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (acceptAllChangesOnSuccess)
        {
            ChangeTracker.AcceptAllChanges();
        }

        return saved;
    }

    /// <inheritdoc />
    /// <remarks>Only the ring of keys saves so; it is recorded all the same, on a thread that waits.</remarks>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        IdentityAudit.IsTouched(ChangeTracker)
            ? Task.Run(() => SaveChangesAsync(acceptAllChangesOnSuccess, CancellationToken.None)).GetAwaiter().GetResult()
            : base.SaveChanges(acceptAllChangesOnSuccess);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ZoneDbContext).Assembly);
    }

    private async Task<int> SaveRecordedAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var drafts = await IdentityAudit.DraftsAsync(this, cancellationToken).ConfigureAwait(false);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        foreach (var draft in drafts)
        {
            await AuditWriter.AppendAsync(this, draft, cancellationToken).ConfigureAwait(false);
        }

        return saved;
    }
}
