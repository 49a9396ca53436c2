using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Data;
using NovaZones.Tests.Api.Account;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Maintenance;
using Xunit;

namespace NovaZones.Tests.Api.Maintenance;

/// <summary>The only administrator has lost the phone: the machine's command line helps, while the zone runs.</summary>
public sealed class PeopleCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ResetSecondFactor_OfTheOnlyAdministrator_LetsThePasswordAloneIn_EndsSessions_AndIsRecorded()
    {
        await using var zone = await ZoneHost.StartAsync();
        using var phone = new PersonBrowser(zone);
        await phone.SignInAsync(ZoneHost.AdminUserName, ZoneHost.AdminPassword);
        await phone.SendAsync("/account", "factor-start", ("Proof", ZoneHost.AdminPassword));
        await phone.SendAsync("/account", "factor-confirm", ("Code", AuthenticatorApp.Code(phone.Text("factor-key"))));
        using var lost = new PersonBrowser(zone);
        Assert.StartsWith("/login/code", await lost.SignInAsync(ZoneHost.AdminUserName, ZoneHost.AdminPassword), StringComparison.Ordinal);
        var before = await UserAsync(zone);

        var code = await RunAsync(zone, "--name", ZoneHost.AdminUserName.ToUpperInvariant());

        var after = await UserAsync(zone);
        Assert.Equal((MaintenanceCommand.Done, true, false), (code, before.HasFactor, after.HasFactor));
        Assert.NotEqual(before.Stamp, after.Stamp);
        Assert.Equal((true, false), (before.HasTokens, after.HasTokens));
        using var again = new PersonBrowser(zone);
        Assert.Equal("/", await again.SignInAsync(ZoneHost.AdminUserName, ZoneHost.AdminPassword));
        Assert.Equal(HttpStatusCode.OK, await again.StatusAsync());

        var records = (await zone.GetAsync("/api/v1/audit?act=user.changed&limit=500")).GetProperty("items").EnumerateArray().Where(i => Kind(i) == "CommandLine").ToList();
        Assert.All(records, record => Assert.Equal(
            (Environment.UserName, $"user/{ZoneHost.AdminUserName}"),
            (record.GetProperty("actor").GetProperty("name").GetString(), record.GetProperty("subject").GetString())));
        Assert.Contains(records, record => record.GetProperty("after").ToString().Contains("twoFactorEnabled", StringComparison.Ordinal));
        Assert.Equal(MaintenanceCommand.Done, await AuditCommand.RunAsync(["verify", $"--Database:DataDirectory={zone.DataDirectory}"]));
    }

    [Fact]
    public async Task ResetSecondFactor_OfNobodyOrWithoutOne_ChangesNothing()
    {
        await using var zone = await ZoneHost.StartAsync();
        var before = await UserAsync(zone);

        Assert.Equal(MaintenanceCommand.NotDone, await RunAsync(zone, "--name", "nobody"));
        Assert.Equal(MaintenanceCommand.NotDone, await RunAsync(zone, $"--name={ZoneHost.AdminUserName}"));

        Assert.Equal(before, await UserAsync(zone));
    }

    [Fact]
    public async Task ResetSecondFactor_WhereNoZoneIs_MakesNoFile()
    {
        var empty = Directory.CreateTempSubdirectory("novazones-people-").FullName;

        Assert.Equal(MaintenanceCommand.NotDone, await PeopleCommand.RunAsync(["reset-second-factor", "--name", "admin", $"--Database:DataDirectory={empty}"]));

        Assert.Empty(Directory.GetFileSystemEntries(empty));
        Directory.Delete(empty);
    }

    [Theory]
    [InlineData("", "reset-second-factor is missing; --help tells more.")]
    [InlineData("lock", "Unknown act lock; known is reset-second-factor.")]
    [InlineData("reset-second-factor", "--name NAME is missing.")]
    [InlineData("reset-second-factor --name", "--name NAME is missing.")]
    [InlineData("reset-second-factor --who a", "Unknown option --who; --help lists them.")]
    public void Parse_Mistakes_AreNamed(string words, string fault) =>
        Assert.Equal(fault, PeopleCommandOptions.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Fault);

    [Fact]
    public async Task Run_HelpAndMistakes_HaveTheirCodes() => Assert.Equal(
        (MaintenanceCommand.Done, MaintenanceCommand.WrongOptions),
        (await PeopleCommand.RunAsync(["--help"]), await PeopleCommand.RunAsync(["reset-second-factor"])));

    private static Task<int> RunAsync(ZoneHost zone, params string[] words) => PeopleCommand.RunAsync(["reset-second-factor", .. words, $"--Database:DataDirectory={zone.DataDirectory}"]);

    private static string? Kind(JsonElement record) => record.GetProperty("actor").GetProperty("kind").GetString();

    private static async Task<(bool HasFactor, string? Stamp, bool HasTokens)> UserAsync(ZoneHost zone)
    {
        await using var scope = zone.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ZoneDbContext>();
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.UserName == ZoneHost.AdminUserName, Token);
        return (user.TwoFactorEnabled, user.SecurityStamp, await db.UserTokens.AnyAsync(t => t.UserId == user.Id, Token));
    }
}
