using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace NovaZones.Data;

/// <summary>Makes the SQLite context for <c>dotnet ef</c>; nothing is opened to write a migration.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteZoneDbContext>
{
    public SqliteZoneDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteZoneDbContext>().UseSqlite("Data Source=design-time.db").Options);
}

/// <summary>Makes the SQL Server context for <c>dotnet ef</c>; nothing is opened to write a migration.</summary>
internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerZoneDbContext>
{
    public SqlServerZoneDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerZoneDbContext>().UseSqlServer("Server=design-time").Options);
}
