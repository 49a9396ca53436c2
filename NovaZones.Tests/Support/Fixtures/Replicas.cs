using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Replicas;
using NovaZones.Data;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Several ledgers over one database, as the replicas of a zone have them; they know of each other through the database alone.</summary>
internal sealed class Replicas : IAsyncDisposable
{
    private readonly IConfiguration _configuration;
    private readonly TemporaryDirectory _directory;
    private readonly bool _isServer;

    private Replicas(IConfiguration configuration, TemporaryDirectory directory, bool isServer)
    {
        _configuration = configuration;
        _directory = directory;
        _isServer = isServer;
    }

    public List<LedgerReplica> All { get; } = [];

    public LedgerReplica this[int index] => All[index];

    public static async Task<Replicas> StartAsync(DatabaseProvider provider, int count)
    {
        var server = Environment.GetEnvironmentVariable(TestDatabase.SqlServerVariable);
        var isServer = provider == DatabaseProvider.SqlServer;
        Assert.SkipWhen(isServer && string.IsNullOrEmpty(server), $"{TestDatabase.SqlServerVariable} is not set.");
        var directory = new TemporaryDirectory();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider.ToString(),
            ["Database:DataDirectory"] = directory.Path,
            ["Database:Replicas"] = "true",
            ["ConnectionStrings:Zone"] = isServer ? $"{server};Initial Catalog=nz_test_{Guid.NewGuid():N}" : null,
        }).Build();
        var replicas = new Replicas(configuration, directory, isServer);
        for (var i = 0; i < count; i++)
        {
            await replicas.AddAsync();
        }

        return replicas;
    }

    /// <summary>Starts one more.</summary>
    public async Task AddAsync(ReplicaSettings? settings = null) => All.Add(await LedgerReplica.StartAsync(_configuration, settings));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in All)
        {
            await replica.Ledger.StopAsync(CancellationToken.None);
        }

        if (_isServer)
        {
            await using var db = await All[0].Contexts.CreateDbContextAsync();
            await db.Database.EnsureDeletedAsync();
        }

        foreach (var replica in All)
        {
            await replica.DisposeAsync();
        }

        _directory.Dispose();
    }
}

/// <summary>One of them.</summary>
internal sealed class LedgerReplica : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private LedgerReplica(ServiceProvider services)
    {
        _services = services;
        Ledger = new FleetLedger(
            services.GetRequiredService<IClaimStore>(), View, new ChangeFeed(), TimeProvider.System, NullLogger<FleetLedger>.Instance, services.GetRequiredService<FleetFollower>());
    }

    public IServiceProvider Services => _services;

    public Microsoft.EntityFrameworkCore.IDbContextFactory<ZoneDbContext> Contexts => _services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<ZoneDbContext>>();

    public FleetView View { get; } = new();

    public FleetLedger Ledger { get; }

    public FleetFollower Follower => _services.GetRequiredService<FleetFollower>();

    /// <summary>Starts one; with settings of its own where it must pass for another.</summary>
    public static async Task<LedgerReplica> StartAsync(IConfiguration configuration, ReplicaSettings? settings = null)
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging();
        if (settings is not null)
        {
            services.AddSingleton(settings);
        }

        services.AddZoneDatabase(configuration);
        var replica = new LedgerReplica(services.BuildServiceProvider());
        await replica._services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(TestContext.Current.CancellationToken);
        await replica.Ledger.LoadAsync(TestContext.Current.CancellationToken);
        await replica.Ledger.StartAsync(TestContext.Current.CancellationToken);
        return replica;
    }

    /// <summary>Follows the others now.</summary>
    public async Task FollowAsync()
    {
        await Follower.LookAsync(TestContext.Current.CancellationToken);
        await Ledger.FollowAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
