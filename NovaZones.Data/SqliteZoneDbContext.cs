using Microsoft.EntityFrameworkCore;
using NovaZones.Data.Claims;
using NovaZones.Data.Conversions;

namespace NovaZones.Data;

/// <summary>The zone's database in a SQLite file.</summary>
public sealed class SqliteZoneDbContext(DbContextOptions<SqliteZoneDbContext> options) : ZoneDbContext(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Every claim would write a page of it wherever its host stands, and a process that is alone with its file has its instances by host in
        // memory. Only replicas read them by host: ZoneDatabaseInitializer makes the index for them.
        var instances = builder.Entity<InstanceEntity>().Metadata;
        instances.RemoveIndex(instances.FindIndex([instances.FindProperty(nameof(InstanceEntity.HostId))!, instances.FindProperty(nameof(InstanceEntity.CreatedAt))!, instances.FindProperty(nameof(InstanceEntity.Id))!])!);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicrosecondsConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuidConverter>();
    }
}
