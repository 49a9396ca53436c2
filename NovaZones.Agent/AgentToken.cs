namespace NovaZones.Agent;

/// <summary>The token, from the settings or from the file that they name.</summary>
internal static class AgentToken
{
    /// <summary>The token, or null with what is wrong; the token itself is never part of that.</summary>
    public static string? Read(AgentOptions options, out string fault)
    {
        fault = "";
        var token = options.Token;
        if (string.IsNullOrEmpty(token))
        {
            try
            {
                token = File.ReadLines(options.TokenFile ?? "").FirstOrDefault()?.Trim();
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
            {
                fault = $"cannot be read: {ex.Message}";
                return null;
            }
        }

        if (!string.IsNullOrEmpty(token) && token.All(c => c is > ' ' and < (char)127))
        {
            return token;
        }

        fault = "holds no token: it must be one line of printable characters without spaces";
        return null;
    }
}
