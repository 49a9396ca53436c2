using System.CommandLine;
using System.Globalization;
using NovaZones.Cli.Output;
using NovaZones.Client;

namespace NovaZones.Cli;

/// <summary>Which zone, with which token, and how to print: the options that every command has.</summary>
internal sealed class ConnectionOptions(Surroundings surroundings)
{
    private const string DefaultZone = "http://127.0.0.1:5080";

    private readonly Option<string?> _zone = new("--zone", "-z") { Description = $"The zone's address; else NZ_ZONE, else {DefaultZone}.", Recursive = true };
    private readonly Option<string?> _token = new("--token") { Description = "API token; others on this machine can see it here: better NZ_TOKEN or --token-file.", Recursive = true };
    private readonly Option<FileInfo?> _tokenFile = new("--token-file") { Description = "A file whose first line is the API token; else NZ_TOKEN_FILE.", Recursive = true };
    private readonly Option<double> _timeout = new("--timeout") { Description = "Seconds that one call may take.", DefaultValueFactory = _ => 30, Recursive = true };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON for scripts instead of tables.", Recursive = true };

    public Surroundings Surroundings => surroundings;

    public void AddTo(Command root)
    {
        _timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 3600))
            {
                result.AddError("--timeout must be above 0 and at most 3600 seconds.");
            }
        });
        root.Add(_zone);
        root.Add(_token);
        root.Add(_tokenFile);
        root.Add(_timeout);
        root.Add(_json);
    }

    /// <summary>Gives a command its work, and turns how it ends into an exit code and words.</summary>
    public void Handle(Command command, Func<ParseResult, Session, CancellationToken, Task<int>> run) => command.SetAction(async (parsed, cancellationToken) =>
    {
        try
        {
            var options = ReadOptions(parsed);
            using var api = new ZoneApi(options);
            return await run(parsed, new Session(api, new Printer(surroundings.Out, parsed.GetValue(_json)), surroundings, options.Timeout), cancellationToken);
        }
        catch (UsageException ex)
        {
            await surroundings.Error.WriteLineAsync(ex.Message);
            return ExitCodes.Usage;
        }
        catch (ZoneProblemException ex)
        {
            await surroundings.Error.WriteLineAsync(ex.Message);
            foreach (var fault in ex.Faults)
            {
                await surroundings.Error.WriteLineAsync(string.IsNullOrEmpty(fault.Field) ? $"  {fault.Message}" : $"  {fault.Field}: {fault.Message}");
            }

            return ex.Status is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden ? ExitCodes.NotAllowed : ExitCodes.Refused;
        }
        catch (ZoneUnreachableException ex)
        {
            await surroundings.Error.WriteLineAsync(ex.Message);
            return ExitCodes.Unreachable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
    });

    private ZoneApiOptions ReadOptions(ParseResult parsed)
    {
        var zone = parsed.GetValue(_zone) ?? surroundings.Variable("NZ_ZONE") ?? DefaultZone;
        if (!Uri.TryCreate(zone, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--zone must be an http or https address, not {zone}."));
        }

        return new ZoneApiOptions { Zone = address, Token = ReadToken(parsed), Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)) };
    }

    private string? ReadToken(ParseResult parsed)
    {
        if (parsed.GetValue(_token) is { Length: > 0 } told)
        {
            return Checked(told, "--token");
        }

        if (parsed.GetValue(_tokenFile)?.FullName is not { } file)
        {
            if (surroundings.Variable("NZ_TOKEN") is { Length: > 0 } token)
            {
                return Checked(token, "NZ_TOKEN");
            }

            file = surroundings.Variable("NZ_TOKEN_FILE");
        }

        if (string.IsNullOrEmpty(file))
        {
            return null;
        }

        try
        {
            return Checked(File.ReadLines(file).FirstOrDefault()?.Trim() ?? "", file);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The token file cannot be read: {ex.Message}");
        }
    }

    private static string Checked(string token, string source) =>
        token.Length > 0 && token.All(c => c is > ' ' and < (char)127) ? token : throw new UsageException($"{source} holds no token.");
}
