using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Cli;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Cli;

/// <summary><c>nz watch</c> against a zone that is a process: how it ends says why.</summary>
public sealed class NzWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_TokenRevokedMeanwhile_EndsWith5()
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("watched", directory.Path, Token, ("Auth__RecheckInterval", "00:00:01"));
        using var made = await zone.Client.PostAsJsonAsync("/api/v1/tokens", new { name = "watcher", scopes = new[] { "read" } }, Token);
        var token = await made.Content.ReadFromJsonAsync<JsonElement>(Token);
        using var watch = new Watch(zone.Url, token.GetProperty("token").GetString()!);
        await Eventually.IsTrueAsync(() => watch.Lines > 0);

        using var revoked = await zone.Client.DeleteAsync($"/api/v1/tokens/{token.GetProperty("id").GetString()}", Token);
        revoked.EnsureSuccessStatusCode();

        Assert.Equal(ExitCodes.NotAllowed, await watch.Ended);
        Assert.NotEqual("", watch.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_ZoneGoneForGood_EndsWith4(bool killed)
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("watched", directory.Path, Token);
        using var watch = new Watch(zone.Url, RealZone.Token, "--timeout", "3");
        await Eventually.IsTrueAsync(() => watch.Lines > 0);
        if (killed)
        {
            await zone.KillAsync();
        }
        else
        {
            Assert.Equal(0, await zone.TerminateAsync());
        }

        Assert.Equal(ExitCodes.Unreachable, await watch.Ended);
        Assert.NotEqual("", watch.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_ZoneThatComesBack_IsWatchedOn_UntilItIsEnough(bool killed)
    {
        using var directory = new TemporaryDirectory();
        var zone = await RealZone.StartAsync("watched", directory.Path, Token);
        using var watch = new Watch(zone.Url, RealZone.Token, "--timeout", "120", "--events", "1000");
        await Eventually.IsTrueAsync(() => watch.Lines > 0);
        if (killed)
        {
            await zone.KillAsync();
        }
        else
        {
            Assert.Equal(0, await zone.TerminateAsync());
        }

        var before = watch.Lines;
        await zone.DisposeAsync();
        await using var again = await RealZone.StartAtAsync(zone.Url, "watched", directory.Path, Token);
        await Eventually.IsTrueAsync(() => watch.Lines > before);

        Assert.False(watch.Ended.IsCompleted);
        Assert.Equal(ExitCodes.Stopped, await watch.StopAsync());
    }

    [Fact]
    public async Task Watch_ZoneThatWasNeverThere_EndsWith4AtOnce_AndAWrongTokenWith5()
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("watched", directory.Path, Token);
        using var wrong = new Watch(zone.Url, "no-token-of-this-zone");
        Assert.Equal(ExitCodes.NotAllowed, await wrong.Ended);
        await zone.KillAsync();

        using var nowhere = new Watch(zone.Url, RealZone.Token, "--timeout", "3600");

        Assert.Equal(ExitCodes.Unreachable, await nowhere.Ended);
    }

    /// <summary>The command, while it runs.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly CountingWriter _output = new();
        private readonly StringWriter _error = new();
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        public Watch(Uri zone, string token, params string[] more)
        {
            var variables = new Dictionary<string, string> { ["NZ_ZONE"] = zone.ToString(), ["NZ_TOKEN"] = token };
            Ended = NzApp.RunAsync(
                ["watch", "--json", .. more], new Surroundings(_output, _error, TextReader.Null, variables.GetValueOrDefault, TimeProvider.System), _stop.Token);
        }

        public Task<int> Ended { get; }

        public int Lines => _output.Lines;

        public string Error => _error.ToString();

        public async Task<int> StopAsync()
        {
            await _stop.CancelAsync();
            return await Ended;
        }

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private sealed class CountingWriter : StringWriter
    {
        private int _lines;

        public int Lines => Volatile.Read(ref _lines);

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            Interlocked.Increment(ref _lines);
        }
    }
}
