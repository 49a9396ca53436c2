using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;
using NovaZones.Web.Demo.Zones;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A zone as a process of its own, which can be killed and started again on the same files.</summary>
internal sealed class RealZone : IAsyncDisposable
{
    public const string Token = "test-administrator-token";
    public const string UserName = "operator";
    public const string Password = "correct horse battery";

    private readonly ZoneProcess _process;

    private RealZone(ZoneProcess process, Uri url)
    {
        _process = process;
        Url = url;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(20) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    /// <summary>Starts a zone; settings look like <c>Auth__RecheckInterval</c>.</summary>
    public static Task<RealZone> StartAsync(string name, string dataDirectory, CancellationToken cancellationToken, params (string Name, string Value)[] settings) =>
        StartAtAsync(new Uri($"http://127.0.0.1:{LoopbackPorts.TakeFree(1)[0]}"), name, dataDirectory, cancellationToken, settings);

    /// <summary>Starts a zone at an address, as after a restart.</summary>
    public static async Task<RealZone> StartAtAsync(
        Uri url, string name, string dataDirectory, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        var options = new ZoneProcessOptions(name, url, dataDirectory, Token)
        {
            AdminUserName = UserName,
            AdminPassword = Password,
            Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        };
        return new RealZone(await ZoneProcess.StartAsync(options, cancellationToken), url);
    }

    /// <summary>Starts one of several replicas of a zone, which share a SQLite file.</summary>
    /// <param name="name">The zone's name.</param>
    /// <param name="database">Folder of the file that they share.</param>
    /// <param name="ownDirectory">Folder of this one's log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RealZone> StartReplicaAsync(string name, string database, string ownDirectory, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{LoopbackPorts.TakeFree(1)[0]}");
        var options = new ZoneProcessOptions(name, url, ownDirectory, Token)
        {
            AdminUserName = UserName,
            AdminPassword = Password,
            Settings = new Dictionary<string, string>
            {
                ["ConnectionStrings__Zone"] = $"Data Source={Path.Combine(database, "zone.db")}",
                ["Database__Replicas"] = "true",
                ["Database__ReplicaLeaseTime"] = "00:00:02",

                // A busy machine must not make a child look dead.
                ["Federation__ChildTimeout"] = "00:00:10",
                ["Federation__PollTimeout"] = "00:00:30",
                ["Federation__FailuresToOffline"] = "20",
            },
        };
        return new RealZone(await ZoneProcess.StartAsync(options, cancellationToken), url);
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks the process to stop and waits until it did, however it ended.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("-TERM");
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks the process to stop, as systemd and Docker do, and waits until it did.</summary>
    /// <returns>Its exit code; one that is not 0 fails the test with what the zone logged last.</returns>
    public async Task<int> TerminateAsync()
    {
        await StopAsync();
        var log = _process.ExitCode == 0 ? "" : string.Join('\n', (await File.ReadAllLinesAsync(_process.LogPath)).TakeLast(60));
        Assert.True(_process.ExitCode == 0, $"The zone ended with {_process.ExitCode}:\n{log}");
        return _process.ExitCode;
    }

    /// <summary>What the zone has logged.</summary>
    public Task<string> LogAsync() => File.ReadAllTextAsync(_process.LogPath);

    /// <summary>Makes the process hang with its connections open.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Makes the process hang in a moment in which it does not write: in the middle of a transaction it would hold up every other that has the file.</summary>
    /// <param name="database">The SQLite file that it shares with others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FreezeBetweenWritesAsync(string database, CancellationToken cancellationToken)
    {
        while (true)
        {
            await FreezeAsync();
            if (await CanWriteAsync(database, cancellationToken))
            {
                return;
            }

            await ThawAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    /// <summary>Whether anybody gets to write within a second; others that write are soon done.</summary>
    private static async Task<bool> CanWriteAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False;Default Timeout=1");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (SqliteException ex) when (ex.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            return false;
        }
    }

    /// <summary>Lets a process that hangs go on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    private async Task SignalAsync(string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [signal, _process.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
