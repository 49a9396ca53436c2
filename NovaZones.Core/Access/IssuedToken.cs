namespace NovaZones.Core.Access;

/// <summary>A token that was just made, with its secret, which can never be read again.</summary>
/// <param name="Token">What is kept of it.</param>
/// <param name="Secret">The text to send as <c>Authorization: Bearer</c>.</param>
public sealed record IssuedToken(ApiToken Token, string Secret)
{
    /// <summary>Names the token and hides the secret, so that a log line cannot give it away.</summary>
    public override string ToString() => $"{nameof(IssuedToken)} {{ {Token} }}";
}
