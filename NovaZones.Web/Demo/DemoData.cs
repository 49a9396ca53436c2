namespace NovaZones.Web.Demo;

/// <summary>The demo's folder: one folder for each zone in it.</summary>
internal static class DemoData
{
    /// <summary>Empties the zones' folders and nothing beside them, since <c>--data</c> may name a folder that holds other things.</summary>
    internal static void Empty(string directory)
    {
        foreach (var zone in DemoLayout.Zones)
        {
            var folder = Path.Combine(directory, zone.Name);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
        }
    }
}
