using System.Globalization;

namespace NovaZones.Agent.Machine;

/// <summary>Reads the small files of <c>/proc</c> and <c>/sys</c> below a folder. What is not there or may not be read is null or empty.</summary>
/// <param name="folder">What stands for <c>/</c>.</param>
internal sealed class MachineRoot(string folder)
{
    /// <summary>Such files are small; one that is not is no such file.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The file's text without white space at its ends, or null.</summary>
    public string? Text(string file)
    {
        try
        {
            using var stream = new FileStream(At(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

            // These files say that they are empty; they end when nothing more comes.
            using var reader = new StreamReader(stream);
            var text = new char[4096];
            var whole = new System.Text.StringBuilder();
            int read;
            while (whole.Length < MaxBytes && (read = reader.Read(text)) > 0)
            {
                whole.Append(text, 0, read);
            }

            return whole.ToString().Trim();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file's lines; none when it is not there.</summary>
    public IReadOnlyList<string> Lines(string file) => Text(file)?.Split('\n', StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The file as a whole number, or null when it is not one.</summary>
    public long? Number(string file) => long.TryParse(Text(file), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The file as a number with leading <c>0x</c>, or null.</summary>
    public int? Hex(string file) =>
        Text(file) is ['0', 'x' or 'X', .. var digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Names in a folder, in the order of their bytes; none when it is not there.</summary>
    public IReadOnlyList<string> Names(string subfolder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(At(subfolder)).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether a file or folder is there.</summary>
    public bool Exists(string path) => Path.Exists(At(path));

    private string At(string path) => Path.Combine(folder, path.TrimStart('/'));
}
