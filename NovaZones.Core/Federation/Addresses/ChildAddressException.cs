namespace NovaZones.Core.Federation.Addresses;

/// <summary>A child's address leads where no connection may go; the message says why.</summary>
public sealed class ChildAddressException(string message) : Exception(message);
