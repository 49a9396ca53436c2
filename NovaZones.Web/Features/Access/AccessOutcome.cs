using NovaZones.Core;

namespace NovaZones.Web.Features.Access;

/// <summary>How a change of people ended.</summary>
public abstract record AccessOutcome
{
    private AccessOutcome()
    {
    }

    /// <summary>It was done.</summary>
    /// <param name="Person">The person afterwards.</param>
    /// <param name="Password">A password that was made, to be shown once; null when none was.</param>
    public sealed record Done(Person Person, string? Password = null) : AccessOutcome
    {
        /// <summary>Hides the password, so that a log line cannot give it away.</summary>
        public override string ToString() => $"{nameof(Done)} {{ {Person} }}";
    }

    /// <summary>Nothing was changed: what was asked is wrong.</summary>
    /// <param name="Faults">What is wrong.</param>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : AccessOutcome;

    /// <summary>There is no such person.</summary>
    public sealed record NotFound : AccessOutcome;

    /// <summary>Nothing was changed: nobody would be left who may administer the zone.</summary>
    public sealed record LastAdministrator : AccessOutcome;
}
