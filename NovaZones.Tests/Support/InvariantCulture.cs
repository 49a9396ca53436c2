using System.Globalization;
using System.Runtime.CompilerServices;

namespace NovaZones.Tests.Support;

/// <summary>The tests read numbers as the program writes them, whatever the machine's language.</summary>
internal static class InvariantCulture
{
    [ModuleInitializer]
    internal static void Pin() => CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
}
