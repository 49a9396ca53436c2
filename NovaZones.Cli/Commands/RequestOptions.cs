using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaZones.Cli.Commands;

/// <summary>The options that say what is asked for: of <c>place</c> and of <c>capacity</c>.</summary>
internal sealed class RequestOptions
{
    private readonly Option<string?> _file = new("--file", "-f") { Description = "A file with the whole request as JSON; - reads it from standard input. Options below override it." };
    private readonly Option<string[]> _resources = new("--resource", "-r") { Description = "CLASS=AMOUNT in the class's unit, for example VCPU=2; may be repeated.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _traits = new("--trait") { Description = "A trait that the host must have, or with a leading ! must not have; may be repeated." };
    private readonly Option<string[]> _capabilities = new("--capability") { Description = "NAME=EXPRESSION, for example gpu_model=H100 or \"cores=>= 32\"; may be repeated." };
    private readonly Option<string?> _query = new("--query", "-q") { Description = "A JSON query, for example [\">=\",\"$free.MEMORY_MB\",1024]." };
    private readonly Option<string?> _zone = new("--only-zone") { Description = "Only this zone and what is below it, for example emea!paris." };
    private readonly Option<string?> _availabilityZone = new("--availability-zone") { Description = "Only hosts of this availability zone." };
    private readonly Option<string?> _policy = new("--policy") { Description = "The policy that decides; the default one when left out." };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Whose it is." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _file, _resources, _traits, _capabilities, _query, _zone, _availabilityZone, _policy, _tenant })
        {
            command.Add(option);
        }
    }

    /// <summary>The request as it is to be sent.</summary>
    /// <exception cref="UsageException">An option or the file is wrong.</exception>
    public async Task<JsonObject> ReadAsync(ParseResult parsed, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var body = parsed.GetValue(_file) is { } file ? await ReadFileAsync(file, surroundings, cancellationToken) : [];
        foreach (var (name, amount) in Pairs(parsed.GetValue(_resources), "--resource"))
        {
            In(body, "resources")[name] = long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new UsageException($"--resource {name} must have a whole number, not {amount}.");
        }

        foreach (var trait in parsed.GetValue(_traits) ?? [])
        {
            var list = trait.StartsWith('!') ? "forbidden" : "required";
            var traits = In(body, "traits");
            if (traits[list] is not JsonArray names)
            {
                traits[list] = names = [];
            }

            names.Add(trait.TrimStart('!'));
        }

        foreach (var (name, expression) in Pairs(parsed.GetValue(_capabilities), "--capability"))
        {
            In(body, "capabilities")[name] = expression;
        }

        if (parsed.GetValue(_query) is { } query)
        {
            body["query"] = Parse(query, "--query");
        }

        if (parsed.GetValue(_zone) is { } zone)
        {
            In(body, "zones")["only"] = new JsonArray(zone);
        }

        Set("availabilityZone", parsed.GetValue(_availabilityZone));
        Set("policy", parsed.GetValue(_policy));
        Set("tenant", parsed.GetValue(_tenant));
        return body.Count > 0 ? body : throw new UsageException("Say what to ask for: --resource CLASS=AMOUNT, or --file FILE.");

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }
    }

    private static async Task<JsonObject> ReadFileAsync(string file, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == "-" ? await surroundings.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
            return Parse(text, file) as JsonObject ?? throw new UsageException($"{file} must hold a JSON object.");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {ex.Message}");
        }
    }

    private static JsonNode? Parse(string text, string source)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException ex)
        {
            throw new UsageException($"{source} is not JSON: {ex.Message}");
        }
    }

    private static JsonObject In(JsonObject body, string name)
    {
        if (body[name] is not JsonObject part)
        {
            body[name] = part = [];
        }

        return part;
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string[]? pairs, string option)
    {
        foreach (var pair in pairs ?? [])
        {
            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            yield return cut > 0 ? (pair[..cut], pair[(cut + 1)..]) : throw new UsageException($"{option} must be NAME=VALUE, not {pair}.");
        }
    }
}
