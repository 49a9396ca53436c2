using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Architecture;

/// <summary>The page of settings says what the program does.</summary>
public sealed class ConfigurationReferenceTests
{
    private static readonly string _page = Path.Combine(RepositoryTop.Path, "docs", "configuration.md");

    // The platform's own.
    private static readonly string[] _others = ["Logging", "AllowedHosts"];

    [Fact]
    public void Page_IsMadeFromTheOptions()
    {
        var made = ConfigurationReference.Write();
        if (Environment.GetEnvironmentVariable("NOVAZONES_WRITE_REFERENCE") == "1")
        {
            File.WriteAllText(_page, made);
        }

        Assert.Equal(made, File.ReadAllText(_page));
        Assert.DoesNotContain("|  |\n", made, StringComparison.Ordinal); // every setting says what it is for
    }

    [Fact]
    public void EverySetting_OfTheSharedFile_StandsOnThePage_AndTheOtherWayRound()
    {
        using var settings = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(RepositoryTop.Path, "appsettings.json")), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var written = settings.RootElement.EnumerateObject().Where(s => !_others.Contains(s.Name)).SelectMany(s => Leaves(s.Name, s.Value));

        var options = ConfigurationReference.Sections.SelectMany(s => ConfigurationReference.SettingsOf(s.Options).Select(p => ConfigurationReference.KeyOf(s.Section, p)));

        Assert.Equal(options.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Leaves(string path, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any() ? value.EnumerateObject().SelectMany(m => Leaves($"{path}:{m.Name}", m.Value)) : [path];
}
