using Microsoft.EntityFrameworkCore;
using NovaZones.Data.Conversions;

namespace NovaZones.Data;

/// <summary>The zone's database on SQL Server, shared by all replicas of the zone.</summary>
public sealed class SqlServerZoneDbContext(DbContextOptions<SqlServerZoneDbContext> options) : ZoneDbContext(options)
{
    /// <summary>Compares by code unit, as SQLite and ordinal comparison in memory do.</summary>
    private const string OrdinalCollation = "Latin1_General_100_BIN2";

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Text that identifies a row must be the same text in both databases; other text keeps the server's own collation.
        // Identity normalises its names itself.
        var own = builder.Model.GetEntityTypes().Where(entity => entity.ClrType.Assembly == typeof(ZoneDbContext).Assembly);
        foreach (var property in own.SelectMany(entity => entity.GetProperties()))
        {
            if (property.ClrType == typeof(string) && (property.IsKey() || property.IsForeignKey() || property.IsIndex()))
            {
                property.SetCollation(OrdinalCollation);
            }
        }
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTimeConverter>().HavePrecision(6);
    }
}
