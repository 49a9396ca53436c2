namespace NovaZones.Web.Composition;

/// <summary>How a step of signing in ended.</summary>
internal enum SignInOutcome
{
    /// <summary>No: unknown, wrong or locked. Callers are not told which.</summary>
    Refused,

    /// <summary>The password was right; the person's code comes next.</summary>
    CodeNeeded,

    /// <summary>The time between password and code is over: the person begins again.</summary>
    Ended,

    /// <summary>The person is in, and can do nothing until a second factor is set up.</summary>
    FactorMissing,

    /// <summary>The person is in.</summary>
    SignedIn,
}
