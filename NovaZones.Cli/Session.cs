using NovaZones.Cli.Output;
using NovaZones.Client;

namespace NovaZones.Cli;

/// <summary>What a command works with.</summary>
/// <param name="Api">The zone.</param>
/// <param name="Printer">Prints results.</param>
/// <param name="Surroundings">What is outside.</param>
/// <param name="Timeout">How long one call may take.</param>
internal sealed record Session(ZoneApi Api, Printer Printer, Surroundings Surroundings, TimeSpan Timeout);
