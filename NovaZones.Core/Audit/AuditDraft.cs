namespace NovaZones.Core.Audit;

/// <summary>An act to be recorded: what a record says before it has its place in the chain.</summary>
public sealed record AuditDraft
{
    private AuditDraft(AuditActor actor, string act, string subject)
    {
        Actor = actor with
        {
            Name = AuditText.Clean(actor.Name, AuditText.NameLength),
            Id = actor.Id is null ? null : AuditText.Clean(actor.Id, AuditText.AddressLength),
            Roles = AuditText.Clean(actor.Roles, AuditText.RolesLength),
            Address = actor.Address is null ? null : AuditText.Clean(actor.Address, AuditText.AddressLength),
        };
        Act = AuditText.Clean(act, AuditText.ActLength);
        Subject = AuditText.Clean(subject, AuditText.SubjectLength);
    }

    /// <summary>Who acted.</summary>
    public AuditActor Actor { get; }

    /// <summary>What was done, from <see cref="AuditActs"/>.</summary>
    public string Act { get; }

    /// <summary>To what, as <c>policy/default</c>.</summary>
    public string Subject { get; }

    /// <summary>How it ended.</summary>
    public AuditOutcome Outcome { get; private init; }

    /// <summary>What was, as JSON; null when there was nothing. Never a secret.</summary>
    public string? Before { get; private init; }

    /// <summary>What is, as JSON; null when there is nothing any more. Never a secret.</summary>
    public string? After { get; private init; }

    /// <summary>An act of whoever acts at this point of the program.</summary>
    /// <param name="act">What was done.</param>
    /// <param name="subject">To what.</param>
    /// <param name="before">What was, to be shown as JSON; must hold no secret.</param>
    /// <param name="after">What is; must hold no secret.</param>
    /// <param name="outcome">How it ended.</param>
    public static AuditDraft Of(string act, string subject, object? before, object? after, AuditOutcome outcome = AuditOutcome.Done) =>
        Of(AuditActor.Current, act, subject, before, after, outcome);

    /// <summary>An act of somebody who is known to have acted.</summary>
    /// <inheritdoc cref="Of(string, string, object?, object?, AuditOutcome)"/>
    public static AuditDraft Of(AuditActor actor, string act, string subject, object? before, object? after, AuditOutcome outcome = AuditOutcome.Done) =>
        new(actor, act, subject) { Before = AuditText.Of(before), After = AuditText.Of(after), Outcome = outcome };
}
