using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web;
using NovaZones.Web.Demo.Zones;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace NovaZones.Tests.Architecture;

/// <summary>The compose file is well-formed and says what the program understands. It is not run here: that needs Docker.</summary>
public sealed partial class DeploymentFilesTests
{
    [Fact]
    public void Compose_HasAServerAndThreeZonesWithDatabasesOfTheirOwn()
    {
        var services = Services();

        Assert.Equal(["apac", "emea", "planet", "sqlserver"], services.Keys.Order(StringComparer.Ordinal));
        var zones = services.Where(s => s.Key != "sqlserver").Select(s => Environment(s.Value)).ToList();
        Assert.Equal(3, zones.Select(z => new SqlConnectionStringBuilder(z["ConnectionStrings__Zone"]).InitialCatalog).Distinct().Count());
        Assert.All(zones, z => Assert.Equal("sqlserver", new SqlConnectionStringBuilder(z["ConnectionStrings__Zone"]).DataSource));
        Assert.All(services.Where(s => s.Key != "sqlserver"), s => Assert.Equal(".", ((YamlScalarNode)s.Value["build"]).Value));
        Assert.Equal(3, services.Where(s => s.Key != "sqlserver").Select(s => s.Value["ports"].ToString()).Distinct().Count());
    }

    [Fact]
    public async Task Compose_SettingsOfEachZone_AreAcceptedByTheProgram()
    {
        foreach (var (name, service) in Services().Where(s => s.Key != "sqlserver"))
        {
            var settings = Environment(service).Select(e => $"--{e.Key.Replace("__", ":", StringComparison.Ordinal)}={Filled(e.Value)}");
            await using var zone = ZoneApplication.Create([.. settings]);
            Assert.Equal(name, zone.Configuration["Zone:Name"]);
            Assert.Equal("SqlServer", zone.Configuration["Database:Provider"]);
        }
    }

    [Fact]
    public void Compose_EachZone_MayWriteNothingAndHasNoRights()
    {
        foreach (var (name, zone) in Services().Where(s => s.Key != "sqlserver"))
        {
            Assert.True(((YamlScalarNode)zone["read_only"]).Value == "true", name);
            Assert.Equal(["/tmp"], List(zone, "tmpfs"));
            Assert.Equal(["ALL"], List(zone, "cap_drop"));
            Assert.Equal(["no-new-privileges:true"], List(zone, "security_opt"));
            Assert.False(zone.Children.ContainsKey("privileged") || zone.Children.ContainsKey("cap_add") || zone.Children.ContainsKey("user"), name);
        }

        static IEnumerable<string?> List(YamlMappingNode zone, string key) => ((YamlSequenceNode)zone[key]).Select(node => ((YamlScalarNode)node).Value);
    }

    [Fact]
    public void Compose_HoldsNoSecret()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryTop.Path, "docker-compose.yml"));
        var text = string.Join('\n', lines.Where(l => !l.StartsWith('#')));

        Assert.All(Secret().Matches(text), match => Assert.StartsWith("${", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.NotEmpty(Secret().Matches(text));
    }

    [Fact]
    public void Dockerfile_PublishesTheProgramThatExists()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryTop.Path, "Dockerfile"));

        Assert.Contains(lines, l => l.StartsWith("RUN dotnet publish NovaZones.Web ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l == $"ENTRYPOINT [\"dotnet\", \"{typeof(ZoneApplication).Assembly.GetName().Name}.dll\"]");
        Assert.True(Directory.Exists(Path.Combine(RepositoryTop.Path, "NovaZones.Web")));

        // Who runs it: the last word, and not root.
        Assert.Equal("USER $APP_UID", lines.Last(l => l.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.True(Array.IndexOf(lines, "USER $APP_UID") > Array.FindLastIndex(lines, l => l.StartsWith("RUN ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Unit_StartsTheProgramThatExists_WithoutRightsThatItDoesNotNeed()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryTop.Path, "deploy", "novazones.service"));

        Assert.Contains(lines, l => l == $"ExecStart=/usr/bin/dotnet /opt/novazones/{typeof(ZoneApplication).Assembly.GetName().Name}.dll");
        string[] needed =
        [
            "DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "CapabilityBoundingSet=", "RestrictNamespaces=yes",
            "SystemCallFilter=@system-service", "KillSignal=SIGTERM", "UMask=0077",
        ];
        Assert.Empty(needed.Except(lines));

        // What the zones of the demo, and of all measurements, are started with is what runs at the operator's.
        var image = File.ReadAllText(Path.Combine(RepositoryTop.Path, "Dockerfile"));
        var started = ZoneProcessEnvironment.For(new ZoneProcessOptions("paris", new Uri("http://127.0.0.1:1"), "/data", "token") { AdminPassword = "none" });
        Assert.All(["MALLOC_ARENA_MAX", "DOTNET_GCgen0size"], name =>
        {
            Assert.Contains($"Environment={name}={started[name]}", lines);
            Assert.Contains($"{name}={started[name]}", image, StringComparison.Ordinal);
        });
        Assert.All(lines.Where(l => l.StartsWith("Environment=", StringComparison.Ordinal) && l.Contains("__", StringComparison.Ordinal)), l =>
        {
            var key = l["Environment=".Length..].Split('=')[0].Replace("__", ":", StringComparison.Ordinal);
            Assert.Contains(key, ConfigurationReference.Sections.SelectMany(s => ConfigurationReference.SettingsOf(s.Options).Select(p => ConfigurationReference.KeyOf(s.Section, p))));
        });
    }

    private static Dictionary<string, YamlMappingNode> Services()
    {
        using var reader = File.OpenText(Path.Combine(RepositoryTop.Path, "docker-compose.yml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents.Single().RootNode;
        return ((YamlMappingNode)root["services"]).Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => (YamlMappingNode)c.Value);
    }

    private static Dictionary<string, string> Environment(YamlMappingNode service) =>
        ((YamlMappingNode)service["environment"]).Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => ((YamlScalarNode)c.Value).Value!);

    private static string Filled(string value) => Variable().Replace(value, "a-long-enough-secret");

    [GeneratedRegex(@"\$\{[^}]+\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?:PASSWORD|Password|BootstrapToken)[:=] ?([^\s;""]+)")]
    private static partial Regex Secret();
}
