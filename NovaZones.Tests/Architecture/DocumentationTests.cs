using System.Reflection;
using System.Text.Json;
using NovaZones.Core;
using NovaZones.Core.Policies;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Errors;
using Xunit;

namespace NovaZones.Tests.Architecture;

/// <summary>What is registered is documented, and dependencies point inward.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public async Task Plugins_EachRegistered_HasItsSection()
    {
        await using var zone = await ZoneHost.StartAsync();
        var catalog = (PluginCatalog)zone.Services.GetService(typeof(PluginCatalog))!;

        Assert.Equal(catalog.FilterNames.Order(StringComparer.Ordinal), Headings("filters.md").Order(StringComparer.Ordinal));
        Assert.Equal(catalog.WeigherNames.Concat(PluginCatalog.WeigherForms).Order(StringComparer.Ordinal), Headings("weighers.md").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Drivers_EachKnown_IsDescribed()
    {
        await using var zone = await ZoneHost.StartAsync();
        var catalog = (PluginCatalog)zone.Services.GetService(typeof(PluginCatalog))!;
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryTop.Path, "docs", "drivers.md"), TestContext.Current.CancellationToken);

        Assert.All(catalog.DriverNames, name => Assert.Contains($"| `{name}` |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void ProblemTypes_EachConstant_HasItsHeading()
    {
        var types = typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => ((string)f.GetRawConstantValue()!)["/problems/".Length..]);

        Assert.Equal(types.Order(StringComparer.Ordinal), Headings("problems.md").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Core_References_NeitherDatabaseNorWeb()
    {
        var references = typeof(Fault).Assembly.GetReferencedAssemblies().Select(a => a.Name!);

        Assert.DoesNotContain(references, name =>
            name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || name.StartsWith("Hangfire", StringComparison.Ordinal) || name.StartsWith("NovaZones", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Scheduler", typeof(Core.Placement.SchedulerOptions))]
    [InlineData("Federation", typeof(Core.Federation.FederationOptions))]
    [InlineData("Quotas", typeof(Core.Quotas.QuotaOptions))]
    [InlineData("Limits", typeof(Core.Placement.PlacementLimits))]
    [InlineData("Limits", typeof(Web.Composition.RequestLimits))]
    [InlineData("Limits", typeof(Web.Protection.ProtectionLimits))]
    [InlineData("Jobs", typeof(Web.Jobs.JobsOptions))]
    [InlineData("Retention", typeof(Web.Jobs.RetentionOptions))]
    public void Settings_EachOption_StandsInAppsettingsWithItsDefault(string section, Type options)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryTop.Path, "appsettings.json"));
        using var settings = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var defaults = Activator.CreateInstance(options)!;

        foreach (var property in options.GetProperties())
        {
            var written = settings.RootElement.GetProperty(section).GetProperty(property.Name).ToString();
            Assert.Equal(Convert.ToString(property.GetValue(defaults), System.Globalization.CultureInfo.InvariantCulture), written);
        }
    }

    private static IEnumerable<string> Headings(string file) =>
        File.ReadLines(Path.Combine(RepositoryTop.Path, "docs", file)).Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..].Trim());
}
