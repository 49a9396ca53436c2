namespace NovaZones.Web.Maintenance;

/// <summary>What the operator wrote after <c>people</c>.</summary>
internal sealed record PeopleCommandOptions
{
    internal const string Help = """
        Helps people who cannot sign in any more, from the machine that the zone runs on; also while it runs. Settings of the zone are
        taken as the zone takes them: appsettings.json, environment, and here as --Database:DataDirectory=DIR and the like.

        Usage: NovaZones.Web people reset-second-factor --name NAME [settings]

          reset-second-factor  takes a person's second factor and recovery codes off and ends all their sessions: the password alone signs in,
                               until a new one is set up. The audit log tells of it.
          --name               the name that the person signs in with
          --help               this text

        Exit codes: 0 done, 1 cannot be done, 2 wrong options.
        """;

    internal string Name { get; private init; } = "";

    internal bool ShowHelp { get; private init; }

    /// <summary>Words that are the zone's settings.</summary>
    internal IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>Reads the words after <c>people</c>; the fault is null when all of them are understood.</summary>
    internal static (PeopleCommandOptions Options, string? Fault) Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0] is "--help" or "-h" or "-?")
        {
            return (new PeopleCommandOptions { ShowHelp = words.Count > 0 }, "reset-second-factor is missing; --help tells more.");
        }

        var options = new PeopleCommandOptions();
        if (words[0] != "reset-second-factor")
        {
            return (options, $"Unknown act {words[0]}; known is reset-second-factor.");
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

            var isSetting = name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal);
            if (!isSetting && name != "--name")
            {
                return (options, $"Unknown option {name}; --help lists them.");
            }

            var value = equals >= 0 ? word[(equals + 1)..] : index + 1 < words.Count ? words[++index] : "";
            options = isSetting ? options with { Settings = [.. options.Settings, $"{name}={value}"] } : options with { Name = value.Trim() };
        }

        return options.Name.Length == 0 ? (options, "--name NAME is missing.") : (options, null);
    }
}
