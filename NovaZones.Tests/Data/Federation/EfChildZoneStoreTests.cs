using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation;
using NovaZones.Data;
using NovaZones.Data.Federation;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Federation;

public sealed class EfChildZoneStoreTests
{
    private const string Secret = "nz_a-secret-that-must-not-be-seen";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_SavedAndReplaced_ComesBackWholeByName(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var store = Store(database);
        var (paris, berlin) = (Child("paris"), Child("berlin"));
        await store.TrySaveAsync(paris, Token);
        await store.TrySaveAsync(berlin, Token);

        paris = paris with { Name = "lyon", ApiUrl = new Uri("https://10.0.0.2:8443/"), Token = "other", WeightOffset = -2, WeightScale = 0.5, Enabled = false };
        var isSaved = await store.TrySaveAsync(paris, Token);

        Assert.True(isSaved);
        Assert.Equal([berlin, paris], await store.ListAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task TrySaveAsync_NameOfAnother_IsFalseAndChangesNothing(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var store = Store(database);
        var (paris, berlin) = (Child("paris"), Child("berlin"));
        await store.TrySaveAsync(paris, Token);
        await store.TrySaveAsync(berlin, Token);

        Assert.False(await store.TrySaveAsync(Child("paris"), Token));
        Assert.False(await store.TrySaveAsync(berlin with { Name = "paris" }, Token));
        Assert.Equal([berlin, paris], await store.ListAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task TrySaveAsync_TenOfOneNameAtOnce_OneIsSaved(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var store = Store(database);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => store.TrySaveAsync(Child("paris"), Token))));

        Assert.Equal(1, outcomes.Count(isSaved => isSaved));
        Assert.Single(await store.ListAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task TrySaveAsync_EmptyToken_KeepsTheStoredOne(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var store = Store(database);
        var child = Child("paris");
        await store.TrySaveAsync(child, Token);

        await store.TrySaveAsync(child with { Token = "", Enabled = false }, Token);

        Assert.Equal([child with { Enabled = false }], await store.ListAsync(Token));
    }

    [Fact]
    public async Task TrySaveAsync_Token_IsNotInClearInTheFile()
    {
        await using var database = await CreateAsync(DatabaseProvider.Sqlite);
        await Store(database).TrySaveAsync(Child("paris-of-the-test"), Token);

        // Readers keep the log from being folded into the file: look at both.
        var files = Directory.GetFiles(database.Folder, "zone.db*");
        var contents = new List<string>();
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            contents.Add(await reader.ReadToEndAsync(Token));
        }

        Assert.Contains(contents, content => content.Contains("paris-of-the-test", StringComparison.Ordinal));
        Assert.DoesNotContain(contents, content => content.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(contents, content => content.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_TokenThatNoKeyOpens_IsEmptyAndTheRestIsThere(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var store = Store(database);
        var child = Child("paris");
        await store.TrySaveAsync(child, Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Set<ChildZoneEntity>().ExecuteUpdateAsync(set => set.SetProperty(c => c.ProtectedToken, "spoilt"), Token);
        }

        Assert.Equal([child with { Token = "" }], await store.ListAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task SaveSummaryAsync_TwiceAndForOneThatIsGone_KeepsTheLastOfTheKnown(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var store = Store(database);
        var child = Child("paris");
        await store.TrySaveAsync(child, Token);

        await store.SaveSummaryAsync(new StoredSummary(child.Id, "1", Stored.Noon), Token);
        await store.SaveSummaryAsync(new StoredSummary(child.Id, "2", Stored.Noon.AddSeconds(5)), Token);
        await store.SaveSummaryAsync(new StoredSummary(Guid.CreateVersion7(), "3", Stored.Noon), Token);

        Assert.Equal([new StoredSummary(child.Id, "2", Stored.Noon.AddSeconds(5))], await store.ListSummariesAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task RemoveAsync_TwiceWithSummary_LeavesNothing(DatabaseProvider provider)
    {
        await using var database = await CreateAsync(provider);
        var store = Store(database);
        var child = Child("paris");
        await store.TrySaveAsync(child, Token);
        await store.SaveSummaryAsync(new StoredSummary(child.Id, "1", Stored.Noon), Token);

        await store.RemoveAsync(child.Id, Token);
        await store.RemoveAsync(child.Id, Token);

        Assert.Empty(await store.ListAsync(Token));
        Assert.Empty(await store.ListSummariesAsync(Token));
    }

    private static Task<TestDatabase> CreateAsync(DatabaseProvider provider) =>
        TestDatabase.CreateAsync(provider, services => services.AddDataProtection().SetApplicationName("test").PersistKeysToDbContext<ZoneDbContext>());

    private static IChildZoneStore Store(TestDatabase database) => database.Services.GetRequiredService<IChildZoneStore>();

    private static ChildZone Child(string name) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        ApiUrl = new Uri("http://127.0.0.1:5081/"),
        Token = Secret,
        CreatedAt = Stored.Noon,
    };
}
