namespace NovaZones.Cli;

/// <summary>What a command meets outside itself.</summary>
/// <param name="Out">For results.</param>
/// <param name="Error">For everything else.</param>
/// <param name="In">What is piped in.</param>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="Time">The clock.</param>
internal sealed record Surroundings(TextWriter Out, TextWriter Error, TextReader In, Func<string, string?> Variable, TimeProvider Time);
