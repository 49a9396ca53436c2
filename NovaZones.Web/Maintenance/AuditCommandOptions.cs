using NovaZones.Core.Audit;

namespace NovaZones.Web.Maintenance;

/// <summary>What the operator wrote after <c>audit</c>.</summary>
internal sealed record AuditCommandOptions
{
    internal const string Help = """
        Checks and exports a zone's audit log. Settings of the zone are taken as the zone takes them: appsettings.json, environment,
        and here as --Database:DataDirectory=DIR and the like.

        Usage: NovaZones.Web audit verify [--expect NUMBER:HASH] [--file FILE] [settings]
               NovaZones.Web audit export --to FILE [--force] [--file FILE] [settings]

          verify    walks along the chain of records and tells the first that does not hold
          --expect  an end of the chain that was noted elsewhere, which must be part of it still
          export    writes all records, oldest first, one JSON object a line
          --file    looks into a backup, or another zone's SQLite file
          --force   replaces a file that is there already
          --help    this text

        Exit codes: 0 done, 1 cannot be done, 2 wrong options, 3 damaged or no zone's file, 4 made by a newer program,
                    6 the target is there already, 8 the chain does not hold.
        """;

    /// <summary><c>verify</c> or <c>export</c>.</summary>
    internal string Act { get; private init; } = "";

    internal AuditHead? Expect { get; private init; }

    internal string? File { get; private init; }

    internal string? To { get; private init; }

    internal bool Force { get; private init; }

    internal bool ShowHelp { get; private init; }

    /// <summary>Words that are the zone's settings.</summary>
    internal IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>Reads the words after <c>audit</c>; the fault is null when all of them are understood.</summary>
    internal static (AuditCommandOptions Options, string? Fault) Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0] is "--help" or "-h" or "-?")
        {
            return (new AuditCommandOptions { ShowHelp = words.Count > 0 }, "verify or export is missing; --help tells more.");
        }

        var options = new AuditCommandOptions { Act = words[0] };
        if (options.Act is not ("verify" or "export"))
        {
            return (options, $"Unknown act {options.Act}; known are verify and export.");
        }

        for (var index = 1; index < words.Count; index++)
        {
            var word = words[index];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals];
            if (name is "--help" or "-h" or "-?")
            {
                return (options with { ShowHelp = true }, null);
            }

            if (word == "--force" && options.Act == "export")
            {
                options = options with { Force = true };
                continue;
            }

            var isSetting = name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal);
            if (!isSetting && name != "--file" && name != (options.Act == "verify" ? "--expect" : "--to"))
            {
                return (options, $"Unknown option {name}; --help lists them.");
            }

            var value = equals >= 0 ? word[(equals + 1)..] : index + 1 < words.Count ? words[++index] : "";
            if (!isSetting && value.Length == 0)
            {
                return (options, $"{name} needs a value.");
            }

            if (name == "--expect" && AuditHead.Parse(value) is null)
            {
                return (options, "--expect needs a number, a colon and 64 hexadecimal digits, as a check tells the end of the chain.");
            }

            options = name switch
            {
                "--expect" => options with { Expect = AuditHead.Parse(value) },
                "--to" => options with { To = value },
                "--file" => options with { File = value },
                _ => options with { Settings = [.. options.Settings, $"{name}={value}"] },
            };
        }

        return options is { Act: "export", To: null } ? (options, "--to FILE is missing.") : (options, null);
    }
}
