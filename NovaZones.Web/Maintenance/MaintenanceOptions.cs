namespace NovaZones.Web.Maintenance;

/// <summary>What the operator wrote after <c>backup</c>, <c>restore</c> or <c>verify</c>.</summary>
internal sealed record MaintenanceOptions
{
    internal const string Help = """
        Keeps a zone's database. Settings of the zone are taken as the zone takes them: appsettings.json, environment,
        and here as --Database:DataDirectory=DIR and the like.

        Usage: NovaZones.Web backup --to FILE [--force] [settings]
               NovaZones.Web restore --from FILE [--force] [settings]
               NovaZones.Web verify [--file FILE] [settings]

          backup   copies the zone's SQLite file as it is at one moment, also while the zone runs
          restore  makes a backup the file of a zone that is stopped
          verify   checks structure, schema version and books of the zone's database, or of a backup
          --force  replaces a file that is there already
          --help   this text

        Exit codes: 0 done, 1 cannot be done, 2 wrong options, 3 damaged or no zone's file, 4 made by a newer program,
                    5 a running zone holds it, 6 the target is there already, 7 the books do not hold.
        The audit log is checked with: NovaZones.Web audit --help
        People who cannot sign in are helped with: NovaZones.Web people --help
        """;

    internal required string Verb { get; init; }

    internal string? File { get; private init; }

    internal bool Force { get; private init; }

    internal bool ShowHelp { get; private init; }

    /// <summary>Words that are the zone's settings.</summary>
    internal IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>Whether the first word is a verb of this kind.</summary>
    internal static bool IsVerb(string word) => word is "backup" or "restore" or "verify";

    /// <summary>Reads the verb and the words after it; the fault is null when all of them are understood.</summary>
    internal static (MaintenanceOptions Options, string? Fault) Parse(IReadOnlyList<string> words)
    {
        var options = new MaintenanceOptions { Verb = words[0] };
        var fileOption = options.Verb switch { "backup" => "--to", "restore" => "--from", _ => "--file" };
        for (var index = 1; index < words.Count; index++)
        {
            var word = words[index];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals];
            if (name is "--help" or "-h" or "-?")
            {
                return (options with { ShowHelp = true }, null);
            }

            if (word == "--force" && options.Verb != "verify")
            {
                options = options with { Force = true };
            }
            else if (name == fileOption || (name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal)))
            {
                var value = equals >= 0 ? word[(equals + 1)..] : index + 1 < words.Count ? words[++index] : "";
                if (name == fileOption && value.Length == 0)
                {
                    return (options, $"{fileOption} needs a file.");
                }

                options = name == fileOption ? options with { File = value } : options with { Settings = [.. options.Settings, $"{name}={value}"] };
            }
            else
            {
                return (options, $"Unknown option {name}; --help lists them.");
            }
        }

        return options.File is null && options.Verb != "verify" ? (options, $"{fileOption} FILE is missing.") : (options, null);
    }
}
