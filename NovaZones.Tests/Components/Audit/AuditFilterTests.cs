using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Audit;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Audit;
using Xunit;

namespace NovaZones.Tests.Components.Audit;

/// <summary>By what the records are filtered is shown, and can be chosen and taken back.</summary>
public sealed class AuditFilterTests : ConsoleContext
{
    private readonly Asked _store = new();

    public AuditFilterTests()
    {
        Services.AddSingleton<IAuditStore>(_store);
        Services.AddSingleton(new AuditLog(_store, Time));
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("root").SetPolicies(AccessPolicies.Read, AccessPolicies.Admin);
        BeInteractive();
    }

    [Fact]
    public async Task Address_ThatNarrows_IsToldAndCanBeTakenBack()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/audit?outcome=failed&from=2026-03-01T06:30:00Z&to=2026-03-09");
        var page = Render<AuditPage>();

        Assert.Equal((AuditOutcome.Failed, new DateTimeOffset(2026, 3, 1, 6, 30, 0, TimeSpan.Zero)), (_store.Last.Outcome, _store.Last.From));
        Assert.Equal("Filtered: outcome failed · from 2026-03-01T06:30:00Z · before 2026-03-09. Clear", page.Find("[data-testid=audit-narrowed]").TextContent);
        Assert.Equal("true", page.Find("[data-testid=audit-outcome-failed]").GetAttribute("aria-current"));
        Assert.Equal(("2026-03-01", "2026-03-09"), (page.Find("[data-testid=audit-from]").GetAttribute("value"), page.Find("[data-testid=audit-to]").GetAttribute("value")));

        navigation.NavigateTo(page.Find("[data-testid=audit-widen]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=audit-narrowed]")));
        Assert.Equal((null, null, null), (_store.Last.Outcome, _store.Last.From, _store.Last.To));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Days_Chosen_StandInTheAddressAndAreAskedFor()
    {
        var page = Render<AuditPage>();

        page.Find("[data-testid=audit-from]").Change("2026-03-01");
        page.WaitForAssertion(() => Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), _store.Last.From));
        page.Find("[data-testid=audit-from]").Change("");
        page.WaitForAssertion(() => Assert.Null(_store.Last.From));

        Assert.DoesNotContain("from", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    private sealed class Asked : IAuditStore
    {
        public AuditFilter Last { get; private set; } = new(1);

        public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
        {
            Last = filter;
            return Task.FromResult<IReadOnlyList<AuditEntry>>([]);
        }

        public Task AppendAsync(AuditDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AuditEntry?> FindAnchorAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
