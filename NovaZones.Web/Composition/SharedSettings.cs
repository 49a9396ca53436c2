using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace NovaZones.Web.Composition;

/// <summary>The repository's one <c>appsettings.json</c>, which lies beside the binary whichever way the zone is started.</summary>
internal static class SharedSettings
{
    private const string FileName = "appsettings.json";

    /// <summary>Makes it the required first source; environment variables and the command line win over it.</summary>
    public static void AddSharedSettings(this WebApplicationBuilder builder)
    {
        var sources = builder.Configuration.Sources;
        foreach (var optional in sources.OfType<JsonConfigurationSource>().Where(source => source.Path == FileName).ToList())
        {
            sources.Remove(optional); // the host's own reading of the same file, which would pass over a missing one in silence
        }

        sources.Insert(0, new JsonConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
            Path = FileName,
            Optional = false,
            ReloadOnChange = false,
        });
    }
}
