using System.Runtime.CompilerServices;
using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace NovaZones.Tests.Components;

/// <summary>What <see cref="NovaZones.Web.Components.Shared.RowsDownload"/> hands to the browser.</summary>
internal static class SavedRows
{
    private static readonly ConditionalWeakTable<BunitContext, Dictionary<string, string>> _files = [];

    /// <summary>Presses a button of a download and tells what the file holds.</summary>
    public static async Task<string> SavedAsync<T>(this BunitContext context, IRenderedComponent<T> page, string name, string ending)
        where T : IComponent
    {
        var files = _files.GetValue(context, Listen);
        files.Clear();
        await page.Find($"[data-testid='save-{name}-{ending}']").ClickAsync(new());
        return files[$"{name}.{ending}"];
    }

    // Once for a context: a component keeps the script that it was given first.
    private static Dictionary<string, string> Listen(BunitContext context)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        context.JSInterop.SetupModule("./Components/Shared/RowsDownload.razor.js").SetupVoid("save", invocation =>
        {
            // Read now: it is gone when the browser has it.
            files[(string)invocation.Arguments[0]!] = Encoding.UTF8.GetString(((MemoryStream)((DotNetStreamReference)invocation.Arguments[2]!).Stream).ToArray());
            return true;
        }).SetVoidResult();
        return files;
    }
}
