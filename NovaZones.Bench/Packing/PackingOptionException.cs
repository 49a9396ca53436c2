namespace NovaZones.Bench.Packing;

/// <summary>An argument cannot be used; the message names it.</summary>
internal sealed class PackingOptionException(string option, string fault) : Exception($"{option}: {fault}");
