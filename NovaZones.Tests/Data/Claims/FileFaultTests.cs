using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

/// <summary>A file that is full, read-only, locked or damaged: one line that names it, and nothing half done.</summary>
public sealed class FileFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string DatabaseFile => Path.Combine(_directory.Path, "zone.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task CommitAsync_ReadOnlyFile_NamesTheFileAndWritesNothing()
    {
        var host = await MakeAsync();

        await using (var zone = Open("Mode=ReadOnly"))
        {
            await AssertFaultAsync(zone, host, "read-only");
        }

        await AssertWholeAsync(instances: 0);
    }

    [Fact]
    public async Task CommitAsync_LockedFile_NamesTheFileAndWorksAfterwards()
    {
        var host = await MakeAsync();
        await using var zone = Open("Default Timeout=1");
        using (var other = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False"))
        {
            other.Open();
            using var hold = other.BeginTransaction(deferred: false);
            await AssertFaultAsync(zone, host, "locked");
        }

        await Store(zone).CommitAsync(Stored.Placed(host, Stored.InstanceOn(host, ReservationId.Create())).Changes, Token);
        await AssertWholeAsync(instances: 1);
    }

    [Fact]
    public async Task LoadAsync_DamagedFile_NamesTheFile()
    {
        var host = await MakeAsync();
        await using (var zone = Open())
        {
            for (var i = 0; i < 200; i++)
            {
                await Store(zone).CommitAsync(Stored.Added(Stored.Host($"filler-{i}")), Token);
            }
        }

        // Every page but the first, as a disk that forgot them would give them back.
        await using (var file = new FileStream(DatabaseFile, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0x5A, (int)file.Length - 4096).ToArray(), Token);
        }

        await using var damaged = Open();
        var fault = await Assert.ThrowsAsync<StoreFaultException>(() => Store(damaged).LoadAsync(Token));
        AssertLine(fault, "damaged");
        await AssertFaultAsync(damaged, host, "damaged");
    }

    [Fact]
    public async Task CommitAsync_FullDisk_NamesTheFileAndWorksOnceThereIsRoom()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small file system to fill.");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", _directory.Path), "This machine lets nobody mount.");
        try
        {
            var host = await MakeAsync();
            await using var zone = Open();

            // A zone that runs has its file open already.
            await Store(zone).CommitAsync(Stored.Added(Stored.Host("h2")), Token);
            var ballast = Path.Combine(_directory.Path, "ballast");
            await using (var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                var fault = await Assert.ThrowsAsync<IOException>(async () =>
                {
                    while (true)
                    {
                        await file.WriteAsync(new byte[4096], Token);
                    }
                });
                Assert.NotNull(fault);
            }

            // More than what is left in a page that the log has already.
            await AssertFaultAsync(zone, host, "full", new string('x', 100_000));
            File.Delete(ballast);

            await Store(zone).CommitAsync(Stored.Placed(host, Stored.InstanceOn(host, ReservationId.Create())).Changes, Token);
            Assert.Single((await Store(zone).LoadAsync(Token)).LocalInstances);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Assert.True(Run("umount", "-l", _directory.Path));
        }
    }

    private static IClaimStore Store(ServiceProvider zone) => zone.GetRequiredService<IClaimStore>();

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>A database with one host.</summary>
    private async Task<Host> MakeAsync()
    {
        var host = Stored.Host("h1");
        await using var zone = Open();
        await zone.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(Token);
        await Store(zone).CommitAsync(Stored.Added(host), Token);
        return host;
    }

    private ServiceProvider Open(string more = "") => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddLogging()
        .AddZoneDatabase(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Zone"] = $"Data Source={DatabaseFile};Pooling=False;{more}",
        }).Build())
        .BuildServiceProvider();

    private async Task AssertFaultAsync(ServiceProvider zone, Host host, string word, string request = "{}")
    {
        var reservation = Stored.Reservation() with { RequestJson = request };
        var changes = Stored.Placed(host, Stored.InstanceOn(host, reservation.Id)).Changes.With(reservations: [reservation]);
        AssertLine(await Assert.ThrowsAsync<StoreFaultException>(() => Store(zone).CommitAsync(changes, Token)), word);
    }

    private void AssertLine(StoreFaultException fault, string word)
    {
        Assert.Contains(DatabaseFile, fault.Message, StringComparison.Ordinal);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private async Task AssertWholeAsync(int instances)
    {
        await using var zone = Open();
        var loaded = await Store(zone).LoadAsync(Token);
        Assert.Equal(instances, loaded.LocalInstances.Count);
        Assert.Equal(instances, loaded.Hosts.Single().Sum(ResourceClass.Vcpu).Used);
    }
}
