using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Access;
using NovaZones.Core.Audit;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Audit;

/// <summary>The chain of records in a real database, and everything that somebody with a SQL prompt could do to it.</summary>
public sealed class AuditChainTests
{
    private static readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(_noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Verify_WhatWasRecorded_Holds(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await FillAsync(database, 5);

        var result = await Log(database).VerifyAsync(null, Token);
        var read = await Store(database).ReadAsync(0, 10, Token);

        Assert.Equal((true, 5L, 1L), (result.Holds, result.Records, result.First));
        Assert.Equal([1L, 2, 3, 4, 5], read.Select(e => e.Sequence));
        Assert.Equal((_noon, "policy/ä€😀 �", "{\"n\":2}"), (read[2].At, read[2].Subject, read[2].After));
        Assert.Equal(read[3].Hash.ToArray(), read[4].PreviousHash.ToArray());
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Append_ManyAtOnce_LeavesNoGapAndNoFork(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => FillAsync(database, 5))));

        var result = await Log(database).VerifyAsync(null, Token);
        Assert.Equal((true, 40L, null), (result.Holds, result.Records, result.Problem));
    }

    /// <remarks>Everything that one statement can do; the number is that of the first record that cannot be trusted.</remarks>
    [Theory]
    [InlineData("UPDATE AuditEntries SET Subject = 'policy/other' WHERE Sequence = 3", 3)]
    [InlineData("UPDATE AuditEntries SET ActorName = 'somebody' WHERE Sequence = 1", 1)]
    [InlineData("UPDATE AuditEntries SET ActorRoles = 'Viewer' WHERE Sequence = 4", 4)]
    [InlineData("UPDATE AuditEntries SET ActorKind = 2 WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET ActorId = 'x' WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET Address = NULL WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET Act = 'policy.gone' WHERE Sequence = 5", 5)]
    [InlineData("UPDATE AuditEntries SET Outcome = 1 WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET At = At + 1 WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET \"Before\" = '' WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET \"After\" = NULL WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET Hash = PreviousHash WHERE Sequence = 2", 2)]
    [InlineData("UPDATE AuditEntries SET PreviousHash = zeroblob(32) WHERE Sequence = 4", 4)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 1", 1)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 3", 3)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 5", 5)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence > 2", 3)]
    [InlineData("DELETE FROM AuditEntries", 1)]
    [InlineData("UPDATE AuditEntries SET Sequence = 99 WHERE Sequence = 2; UPDATE AuditEntries SET Sequence = 2 WHERE Sequence = 3; UPDATE AuditEntries SET Sequence = 3 WHERE Sequence = 99", 2)]
    [InlineData("UPDATE AuditEntries SET Sequence = -2 WHERE Sequence = 2", -2)]
    [InlineData("INSERT INTO AuditEntries SELECT 6, At, ActorKind, ActorName, ActorId, ActorRoles, Address, Act, Subject, Outcome, \"Before\", \"After\", PreviousHash, Hash FROM AuditEntries WHERE Sequence = 5", 6)]
    [InlineData("UPDATE AuditHeads SET Sequence = 4", 4)]
    [InlineData("UPDATE AuditHeads SET Sequence = 7", 6)]
    [InlineData("UPDATE AuditHeads SET Hash = zeroblob(32)", 5)]
    [InlineData("DELETE FROM AuditHeads", 1)]
    public async Task Verify_AfterAChangeByHand_TellsTheFirstBrokenRecord(string sql, long brokenAt)
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        await FillAsync(database, 5);
        ZoneSql.Execute(database.Folder, sql);

        var result = await Log(database).VerifyAsync(null, Token);

        Assert.Equal((false, brokenAt), (result.Holds, result.BrokenAt));
        Assert.StartsWith($"Record {brokenAt.ToString(CultureInfo.InvariantCulture)} ", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ChainWrittenAnewWhole_ShowsAgainstAnEndThatWasNotedElsewhere()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        await FillAsync(database, 5);
        var noted = AuditHead.Parse((await Log(database).VerifyAsync(null, Token)).Head)!;
        ZoneSql.Execute(database.Folder, "DELETE FROM AuditEntries; UPDATE AuditHeads SET Sequence = 0, Hash = zeroblob(32)");
        await FillAsync(database, 6, "another");

        var alone = await Log(database).VerifyAsync(null, Token);
        var against = await Log(database).VerifyAsync(noted, Token);

        Assert.True(alone.Holds); // what a chain cannot show by itself
        Assert.Equal((false, 5L), (against.Holds, against.BrokenAt));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(9, false)]
    public async Task Verify_EndNotedElsewhere_MustBePartOfTheChain(long sequence, bool holds)
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        await FillAsync(database, 5);
        var hash = (await Store(database).ReadAsync(Math.Min(sequence, 5) - 1, 1, Token)).Single().Hash;

        Assert.Equal(holds, (await Log(database).VerifyAsync(new AuditHead(sequence, hash), Token)).Holds);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Prune_OldRecords_LeavesAChainThatSaysWhereItGoesOn(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        await FillAsync(database, 3);
        _time.Advance(TimeSpan.FromDays(10));
        await FillAsync(database, 2);

        var deleted = await Log(database).PruneAsync(TimeSpan.FromDays(5), Token);
        var again = await Log(database).PruneAsync(TimeSpan.FromDays(5), Token);
        var result = await Log(database).VerifyAsync(null, Token);

        Assert.Equal((3, 0), (deleted, again));
        Assert.Equal((true, 3L, 4L), (result.Holds, result.Records, result.First));
        var anchor = AuditAnchor.From((await Store(database).ListAsync(new AuditFilter(1), Token))[0]);
        Assert.Equal((3L, 3), (anchor!.Sequence, anchor.Deleted));
    }

    [Theory]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 4", 4)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 6", 1)]
    [InlineData("UPDATE AuditEntries SET \"After\" = replace(\"After\", '3', '4') WHERE Sequence = 6", 6)]
    public async Task Verify_PrunedChainChangedByHand_TellsTheFirstBrokenRecord(string sql, long brokenAt)
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        await FillAsync(database, 3);
        _time.Advance(TimeSpan.FromDays(10));
        await FillAsync(database, 2);
        await Log(database).PruneAsync(TimeSpan.FromDays(5), Token);
        ZoneSql.Execute(database.Folder, sql);

        Assert.Equal(brokenAt, (await Log(database).VerifyAsync(null, Token)).BrokenAt);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Record_OfAChangeThatIsRefused_IsNotThere(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var tokens = database.Services.GetRequiredService<IApiTokenStore>();
        var first = new ApiToken(Guid.CreateVersion7(), "first", ["read"], _noon, null, null, null);
        await tokens.TryAddAsync(first, new byte[32], Token);

        var twin = await tokens.TryAddAsync(first with { Id = Guid.CreateVersion7(), Name = "twin" }, new byte[32], Token);
        await tokens.RevokeAsync(first.Id, _noon, Token);
        await tokens.RevokeAsync(first.Id, _noon, Token);

        Assert.False(twin);
        Assert.Equal(["token.revoked", "token.created"], (await Store(database).ListAsync(new AuditFilter(10), Token)).Select(e => e.Act));
        Assert.True((await Log(database).VerifyAsync(null, Token)).Holds);
    }

    [Fact]
    public async Task List_EachFilter_ChoosesWhatItSays()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        await FillAsync(database, 2, "ann");
        _time.Advance(TimeSpan.FromHours(1));
        await FillAsync(database, 1, "bob");
        await Store(database).AppendAsync(AuditDraft.Of(AuditActs.SignInRefused, "user/ann", null, null, AuditOutcome.Refused), Token);

        Assert.Equal([4L, 3, 2, 1], await ListAsync(new AuditFilter(10)));
        Assert.Equal([2L, 1], await ListAsync(new AuditFilter(10, Before: 3)));
        Assert.Equal([3L, 2, 1], await ListAsync(new AuditFilter(10, Act: "policy")));
        Assert.Equal([4L], await ListAsync(new AuditFilter(10, Act: AuditActs.SignInRefused)));
        Assert.Equal([2L, 1], await ListAsync(new AuditFilter(10, Actor: "ann")));
        Assert.Equal([4L, 2, 1], await ListAsync(new AuditFilter(10, Text: "ann")));
        Assert.Equal([2L, 1], await ListAsync(new AuditFilter(10, To: _noon.AddMinutes(1))));
        Assert.Equal([4L, 3], await ListAsync(new AuditFilter(10, From: _noon.AddMinutes(1))));
        Assert.Equal([4L], await ListAsync(new AuditFilter(10, Outcome: AuditOutcome.Refused)));

        async Task<IEnumerable<long>> ListAsync(AuditFilter filter) => (await Store(database).ListAsync(filter, Token)).Select(e => e.Sequence);
    }

    [Fact]
    public void Of_LongAndOddValues_AreBoundedAndKeepTheirMeaning()
    {
        var draft = AuditDraft.Of("act", "policy/" + new string('x', 1000) + "\ud800\u0000", null, new { text = new string('é', 5000) });

        Assert.Equal(AuditText.SubjectLength, draft.Subject.Length);
        Assert.True(draft.After!.Length <= AuditText.ValueLength, draft.After);
        Assert.Contains("\"truncated\":true", draft.After, StringComparison.Ordinal);
        Assert.Equal("a��", AuditText.Clean("a\ud800\u0000", 10));
    }

    private static IAuditStore Store(TestDatabase database) => database.Services.GetRequiredService<IAuditStore>();

    private AuditLog Log(TestDatabase database) => new(Store(database), _time);

    private Task<TestDatabase> CreateAsync(DatabaseProvider provider) => TestDatabase.CreateAsync(provider, services => services.AddSingleton<TimeProvider>(_time));

    private static async Task FillAsync(TestDatabase database, int count, string actor = "ann")
    {
        AuditActor.Current = new AuditActor(AuditActorKind.Person, actor, "id-1", "Operator", "127.0.0.1");
        for (var n = 0; n < count; n++)
        {
            await Store(database).AppendAsync(AuditDraft.Of(AuditActs.PolicySaved, "policy/ä€😀 \ud800", new { n = n - 1 }, new { n }), Token);
        }

        AuditActor.Current = AuditActor.Zone;
    }
}
