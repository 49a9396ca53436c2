using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NovaZones.Data;

/// <summary>Makes contexts of the configured provider for code that knows only <see cref="ZoneDbContext"/>.</summary>
/// <remarks><see cref="IDbContextFactory{TContext}"/> is not covariant, hence this adapter over the two real factories.</remarks>
internal sealed class ZoneDbContextFactory(IServiceProvider services, IOptions<DatabaseOptions> options) : IDbContextFactory<ZoneDbContext>
{
    private readonly Func<ZoneDbContext> _create = options.Value.Kind switch
    {
        DatabaseProvider.Sqlite => services.GetRequiredService<IDbContextFactory<SqliteZoneDbContext>>().CreateDbContext,
        _ => services.GetRequiredService<IDbContextFactory<SqlServerZoneDbContext>>().CreateDbContext,
    };

    public ZoneDbContext CreateDbContext() => _create();
}
