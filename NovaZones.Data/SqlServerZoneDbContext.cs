using Microsoft.EntityFrameworkCore;
using NovaZones.Data.Conversions;

namespace NovaZones.Data;

/// <summary>The zone's database on SQL Server, shared by all replicas of the zone.</summary>
public sealed class SqlServerZoneDbContext(DbContextOptions<SqlServerZoneDbContext> options) : ZoneDbContext(options)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTimeConverter>().HavePrecision(6);
    }
}
