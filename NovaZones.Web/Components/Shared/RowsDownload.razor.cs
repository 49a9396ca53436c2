using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NovaZones.Web.Features.Exports;

namespace NovaZones.Web.Components.Shared;

/// <summary>The rows that a page holds, as a file: exactly what it shows, with nothing read anew.</summary>
/// <remarks>Lists of which a page holds only a part have <see cref="DownloadLinks"/>.</remarks>
public sealed partial class RowsDownload : IAsyncDisposable
{
    private IJSObjectReference? _script;

    /// <summary>Name of the file without its ending.</summary>
    [Parameter]
    [EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>What the rows are, in words.</summary>
    [Parameter]
    [EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Heads in CSV, members in JSON.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>The rows, asked for when the file is; cells are texts, numbers, moments or null.</summary>
    [Parameter]
    [EditorRequired]
    public required Func<IEnumerable<object?[]>> Rows { get; set; }

    /// <summary>Whether the page knows of more than it holds.</summary>
    [Parameter]
    public bool IsCut { get; set; }

    /// <summary>Hands the file to the browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            try
            {
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone and its objects with it.
            }
        }
    }

    private async Task SaveAsync(ExportFormat format)
    {
        List<object?[]> rows = [.. Rows()];
        List<ExportColumn<object?[]>> columns = [.. Columns.Select((name, index) => new ExportColumn<object?[]>(name, row => row[index]))];
        var file = new Download<object?[]>(Name, format, columns, rows.ToAsyncEnumerable(), rows.Count, IsCut);
        var stream = new MemoryStream();
        await file.WriteAsync(stream, CancellationToken.None);
        stream.Position = 0;
        using var reference = new DotNetStreamReference(stream);
        try
        {
            _script ??= await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Shared/RowsDownload.razor.js");
            await _script.InvokeVoidAsync("save", file.FileName, file.ContentType, reference);
        }
        catch (JSDisconnectedException)
        {
            // The page was left.
        }
    }
}
