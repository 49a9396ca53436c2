namespace NovaZones.Core.Federation.Protocol;

/// <summary>Versions of the protocol between zones that a program speaks, both ends included.</summary>
public sealed record ProtocolRange(int Min, int Max)
{
    /// <inheritdoc/>
    public override string ToString() => Min == Max ? $"version {Min}" : $"versions {Min} to {Max}";
}
