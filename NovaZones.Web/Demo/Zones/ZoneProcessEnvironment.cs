namespace NovaZones.Web.Demo.Zones;

/// <summary>The settings of a zone process, as environment variables.</summary>
internal static class ZoneProcessEnvironment
{
    /// <remarks>A null removes what this process inherited and the zone must not see.</remarks>
    internal static IReadOnlyDictionary<string, string?> For(ZoneProcessOptions options)
    {
        var url = options.Url.GetLeftPart(UriPartial.Authority);
        var environment = new Dictionary<string, string?>
        {
            ["Zone__Name"] = options.Name,
            ["Zone__PublicUrl"] = url,
            ["Zone__ExitWithParent"] = "true",
            ["ConnectionStrings__Zone"] = $"Data Source={Path.GetFullPath(Path.Combine(options.DataDirectory, "zone.db"))}",
            ["Auth__BootstrapToken"] = options.Token,
            ["Auth__Admin__UserName"] = options.AdminUserName,
            ["Auth__Admin__Password"] = options.AdminPassword,
            // Both spellings: the prefixed one ranks below appsettings.json, the bare one above it.
            ["ASPNETCORE_URLS"] = url,
            ["URLS"] = url,
            ["ASPNETCORE_HTTP_PORTS"] = null,
            ["HTTP_PORTS"] = null,
            // As the unit and the image set it.
            ["MALLOC_ARENA_MAX"] = "2",
            ["DOTNET_GCgen0size"] = "0x1800000",
        };
        foreach (var (name, value) in options.Settings)
        {
            environment[name] = value;
        }

        return environment;
    }
}
