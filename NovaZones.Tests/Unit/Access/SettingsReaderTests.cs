using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web;
using NovaZones.Web.Features.Settings;
using Xunit;

namespace NovaZones.Tests.Unit.Access;

/// <summary>What the page of settings tells, from a zone that is built and not started.</summary>
public sealed class SettingsReaderTests
{
    private const string Secret = "hidden-from-everybody-1";

    [Fact]
    public async Task All_TellsValueAndSource_AndNoSecret()
    {
        await using var zone = ZoneApplication.Create(
        [
            "--Zone:Name=paris", $"--Auth:BootstrapToken={Secret}", $"--Auth:Admin:Password={Secret}", $"--ConnectionStrings:Zone=Data Source={Secret}.db",
            "--Zone:Capabilities:region=eu", $"--Otlp:Endpoint=http://user:{Secret}@127.0.0.1:4317",
        ]);

        var all = zone.Services.GetRequiredService<SettingsReader>().All;

        var byKey = all.ToDictionary(setting => setting.Key);
        Assert.Equal(new Setting("Zone:Name", "paris", SettingSource.CommandLine, "", false, true), byKey["Zone:Name"]);
        Assert.Equal(new Setting("Zone:Capabilities:region", "eu", SettingSource.CommandLine, "", false, true), byKey["Zone:Capabilities:region"]);
        Assert.Equal(new Setting("Federation:HopLimit", "8", SettingSource.File, "appsettings.json", false, true), byKey["Federation:HopLimit"]);
        Assert.Equal(new Setting("Zone:PublicUrl", null, SettingSource.Default, "", false, false), byKey["Zone:PublicUrl"]);
        Assert.Equal(new Setting("Limits:RequestsPerSecondPerToken", "5000", SettingSource.File, "appsettings.json", false, true), byKey["Limits:RequestsPerSecondPerToken"]);
        Assert.DoesNotContain(all, setting => setting.Key.StartsWith("Limits:", StringComparison.Ordinal) && (setting.IsSecret || setting.Value is null));
        foreach (var key in new[] { "Auth:BootstrapToken", "Auth:Admin:Password", "ConnectionStrings:Zone", "Otlp:Endpoint" })
        {
            Assert.Equal(new Setting(key, null, SettingSource.CommandLine, "", true, true), byKey[key]);
        }

        Assert.DoesNotContain(all, setting => setting.Value?.Contains(Secret, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task All_HoldsEveryKeyOfTheSettingsFile()
    {
        await using var zone = ZoneApplication.Create([]);
        var keys = zone.Services.GetRequiredService<SettingsReader>().All.Select(setting => setting.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        using var file = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(RepositoryTop.Path, "appsettings.json"), TestContext.Current.CancellationToken),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Assert.DoesNotContain(Keys(file.RootElement, ""), key => !keys.Contains(key));
    }

    private static IEnumerable<string> Keys(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(member => Keys(member.Value, path.Length == 0 ? member.Name : $"{path}:{member.Name}"))
        : [path];
}
