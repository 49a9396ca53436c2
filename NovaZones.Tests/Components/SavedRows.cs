using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace NovaZones.Tests.Components;

/// <summary>What <see cref="NovaZones.Web.Components.Shared.RowsDownload"/> hands to the browser.</summary>
internal static class SavedRows
{
    private const string Script = "./Components/Shared/RowsDownload.razor.js";

    /// <summary>Presses a button of a download and tells what the file holds.</summary>
    public static async Task<string> SavedAsync<T>(this BunitContext context, IRenderedComponent<T> page, string name, string ending)
        where T : IComponent
    {
        var content = "";
        var module = context.JSInterop.SetupModule(Script);
        module.SetupVoid("save", invocation =>
        {
            if (invocation.Arguments is [string file, string, DotNetStreamReference reference] && file == $"{name}.{ending}")
            {
                content = Encoding.UTF8.GetString(((MemoryStream)reference.Stream).ToArray()); // now: it is gone when the browser has it
                return true;
            }

            return false;
        }).SetVoidResult();
        await page.Find($"[data-testid='save-{name}-{ending}']").ClickAsync(new());
        return content;
    }
}
