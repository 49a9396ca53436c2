namespace NovaZones.Agent;

/// <summary>The agent cannot start, and an operator must correct something; the message says what.</summary>
internal sealed class AgentStartException(string message, Exception? inner = null) : Exception(message, inner);
