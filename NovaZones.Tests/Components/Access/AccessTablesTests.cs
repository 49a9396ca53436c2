using Bunit;
using NovaZones.Core.Access;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Access;
using NovaZones.Web.Features.Access.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Access;

/// <summary>People and tokens as files.</summary>
public sealed class AccessTablesTests : ConsoleContext
{
    [Fact]
    public async Task People_Saved_SayWhoMaySignIn()
    {
        var table = Render<PersonTable>(p => p.Add(t => t.Now, Stored.Noon).Add(t => t.People,
        [
            new Person(Guid.NewGuid(), "ann", Roles.All[0], null, true, true),
            new Person(Guid.NewGuid(), "=bob", null, DateTimeOffset.MaxValue, false, false),
        ]));

        Assert.Equal($"name,role,locked,lockedUntil,hasPassword,hasSecondFactor\r\nann,{Roles.All[0]},no,,yes,yes\r\n'=bob,,yes,,no,no\r\n", await this.SavedAsync(table, "people", "csv"));
    }

    [Fact]
    public async Task Tokens_Saved_HoldWhatIsKnownOfThem()
    {
        var token = new ApiToken(Guid.Parse("0199c0de-0000-7000-8000-000000000001"), "ci", ["read", "place"], Stored.Noon, null, null, null, "h1");
        var table = Render<TokenTable>(p => p.Add(t => t.Now, Stored.Noon).Add(t => t.Tokens, [token]));

        var lines = (await this.SavedAsync(table, "tokens", "csv")).Split("\r\n");

        Assert.Equal("id,name,scopes,host,createdAt,expiresAt,lastUsedAt,revokedAt", lines[0]);
        Assert.StartsWith("0199c0de-0000-7000-8000-000000000001,ci,read place,h1,", lines[1], StringComparison.Ordinal);
    }
}
