namespace NovaZones.Cli;

/// <summary>The command line is wrong in a way that only shows when it runs.</summary>
internal sealed class UsageException(string message) : Exception(message);
