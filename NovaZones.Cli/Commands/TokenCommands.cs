using System.CommandLine;
using NovaZones.Cli.Output;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz tokens</c>: API tokens.</summary>
internal static class TokenCommands
{
    private static readonly string[] Scopes = ["read", "placements:write", "hosts:report", "zone:parent", "admin"];

    public static Command Create(ConnectionOptions connection) => new("tokens", "Lists, makes and revokes API tokens.") { List(connection), Make(connection), Revoke(connection) };

    private static Command List(ConnectionOptions connection)
    {
        var list = new Command("list", "Lists tokens, the newest first; secrets are not told.");
        connection.Handle(list, async (_, session, cancellationToken) =>
        {
            session.Printer.Show((await session.Api.ListTokensAsync(cancellationToken)).Items, items => session.Printer.Table(
                ["id", "name", "scopes", "host", "created", "expires", "last used", "revoked"],
                items.Select(t => new[] { t.Id.ToString(), t.Name, Words.Of(t.Scopes), t.Host ?? "", Words.Of(t.CreatedAt), Words.Of(t.ExpiresAt), Words.Of(t.LastUsedAt), Words.Of(t.RevokedAt) })));
            return ExitCodes.Done;
        });
        return list;
    }

    private static Command Make(ConnectionOptions connection)
    {
        var name = new Argument<string>("name") { Description = "What it is called." };
        var scopes = new Option<string[]>("--scope", "-s") { Description = $"What it may do: {string.Join(", ", Scopes)}; may be repeated.", AllowMultipleArgumentsPerToken = true, Required = true };
        scopes.AcceptOnlyFromAmong(Scopes);
        var days = new Option<double?>("--days") { Description = "Days until it ends; never when left out." };
        var host = new Option<string?>("--host") { Description = "The only host that it may report for, with scope hosts:report alone." };
        var make = new Command("create", "Makes a token and prints its secret, this once.") { name, scopes, days, host };
        connection.Handle(make, async (parsed, session, cancellationToken) =>
        {
            if (parsed.GetValue(days) is { } asked && asked is not (> 0 and < 36_500))
            {
                throw new UsageException("--days must be above 0 and below 36500.");
            }

            var expires = parsed.GetValue(days) is { } number ? session.Surroundings.Time.GetUtcNow().AddDays(number) : (DateTimeOffset?)null;
            session.Printer.Show(await session.Api.CreateTokenAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), expires, parsed.GetValue(host), cancellationToken), t => session.Printer.Say(t.Token));
            return ExitCodes.Done;
        });
        return make;
    }

    private static Command Revoke(ConnectionOptions connection)
    {
        var id = new Argument<Guid>("id") { Description = "The token's id." };
        var revoke = new Command("revoke", "Revokes a token: it is of no use any more.") { id };
        connection.Handle(revoke, async (parsed, session, cancellationToken) =>
        {
            await session.Api.RevokeTokenAsync(parsed.GetRequiredValue(id), cancellationToken);
            session.Printer.Say($"{parsed.GetRequiredValue(id)} is revoked.");
            return ExitCodes.Done;
        });
        return revoke;
    }
}
