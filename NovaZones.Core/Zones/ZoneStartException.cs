namespace NovaZones.Core.Zones;

/// <summary>A fault that stops a zone while it starts and that its operator can correct.</summary>
/// <remarks>The message is one line for the operator: what is wrong and where to change it. No stack trace is shown for it.</remarks>
public sealed class ZoneStartException : Exception
{
    /// <summary>Makes the fault from its line.</summary>
    /// <param name="message">One line that names the setting or file at fault.</param>
    public ZoneStartException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the fault from its line and what caused it.</summary>
    /// <param name="message">One line that names the setting or file at fault.</param>
    /// <param name="innerException">What was caught.</param>
    public ZoneStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
