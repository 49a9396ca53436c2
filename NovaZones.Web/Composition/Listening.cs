namespace NovaZones.Web.Composition;

/// <summary>Where the zone listens, and where the files of its pages come from.</summary>
internal static class Listening
{
    /// <summary>The address of a zone that nobody configured.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private static readonly string[] _addressKeys = ["urls", "http_ports", "https_ports"];

    /// <summary>Listens on <see cref="DefaultUrl"/> unless an address is configured in any of the usual ways.</summary>
    public static void UseDefaultUrl(this WebApplicationBuilder builder)
    {
        var isConfigured = _addressKeys.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").Exists();
        if (!isConfigured)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }
    }

    /// <summary>Serves pages' files from where they were built when they were not published (a manifest beside the binary says where).</summary>
    public static void UseUnpublishedAssets(this WebApplicationBuilder builder)
    {
        var manifest = $"{builder.Environment.ApplicationName}.staticwebassets.runtime.json";
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, manifest)))
        {
            builder.WebHost.UseStaticWebAssets();
        }
    }
}
