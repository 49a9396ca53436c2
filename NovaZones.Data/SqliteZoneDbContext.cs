using Microsoft.EntityFrameworkCore;
using NovaZones.Data.Conversions;

namespace NovaZones.Data;

/// <summary>The zone's database in a SQLite file.</summary>
public sealed class SqliteZoneDbContext(DbContextOptions<SqliteZoneDbContext> options) : ZoneDbContext(options)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicrosecondsConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuidConverter>();
    }
}
