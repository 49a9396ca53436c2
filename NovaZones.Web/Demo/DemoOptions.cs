using System.Globalization;

namespace NovaZones.Web.Demo;

/// <summary>What the operator wrote after the <c>demo</c> verb.</summary>
internal sealed record DemoOptions
{
    internal const string Help = """
        Starts four real zones on loopback ports, simulated hosts and a workload that never ends.

        Usage: NovaZones.Web demo [options]

          --port N    first of four consecutive ports, the root's (default 5080)
          --hosts N   simulated hosts in all, 4 to 50000 (default 3000)
          --rate X    arrivals a second at the root, 0.1 to 500 (default 12)
          --data DIR  where the zones keep their data; their four folders in it are emptied at start (default ./data/demo)
          --seed N    another number gives other hosts and requests, the same number the same ones (default 1)
          --help      this text
        """;

    internal int Port { get; private init; } = 5080;

    internal int Hosts { get; private init; } = 3_000;

    internal double Rate { get; private init; } = 12;

    internal string DataDirectory { get; private init; } = Path.Combine("data", "demo");

    internal int Seed { get; private init; } = 1;

    internal bool ShowHelp { get; private init; }

    /// <summary>Reads the words after the verb; the fault is null when all of them are understood.</summary>
    internal static (DemoOptions Options, string? Fault) Parse(IReadOnlyList<string> words)
    {
        var options = new DemoOptions();
        for (var index = 0; index < words.Count; index++)
        {
            var (name, value) = Split(words[index]);
            if (name is "--help" or "-h" or "-?")
            {
                return (options with { ShowHelp = true }, null);
            }

            if (name is not ("--port" or "--hosts" or "--rate" or "--data" or "--seed"))
            {
                return (options, $"Unknown option {name}; --help lists them.");
            }

            value ??= index + 1 < words.Count ? words[++index] : "";
            if (options.With(name, value) is not { } changed)
            {
                return (options, $"{name} cannot be \"{value}\"; --help tells what it takes.");
            }

            options = changed;
        }

        return (options, null);
    }

    private static (string Name, string? Value) Split(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }

    private DemoOptions? With(string name, string value) => name switch
    {
        // Three more ports follow the first one.
        "--port" when Integer(value) is >= 1 and <= 65_532 and var port => this with { Port = port },
        "--hosts" when Integer(value) is >= 4 and <= 50_000 and var hosts => this with { Hosts = hosts },
        "--seed" when Integer(value) is { } seed => this with { Seed = seed },
        "--rate" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0.1 and <= 500 => this with { Rate = rate },
        "--data" when value.Length > 0 => this with { DataDirectory = value },
        _ => null,
    };

    private static int? Integer(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
