namespace NovaZones.Core.Query;

/// <summary>A variable of a query, taken apart once so that looking it up parses nothing.</summary>
/// <param name="Kind">Where the value comes from.</param>
/// <param name="Name">The capability, resource class or trait; empty for the kinds that need no name.</param>
public sealed record QueryVariable(QueryVariableKind Kind, string Name)
{
    private static readonly (string Prefix, QueryVariableKind Kind)[] Families =
    [
        ("$free.", QueryVariableKind.Free),
        ("$used.", QueryVariableKind.Used),
        ("$total.", QueryVariableKind.Total),
        ("$trait.", QueryVariableKind.Trait),
    ];

    /// <summary>The variable as it is written in a query.</summary>
    public override string ToString() => Kind switch
    {
        QueryVariableKind.Free => "$free." + Name,
        QueryVariableKind.Used => "$used." + Name,
        QueryVariableKind.Total => "$total." + Name,
        QueryVariableKind.Trait => "$trait." + Name,
        QueryVariableKind.HostName => "$host.name",
        QueryVariableKind.HostAvailabilityZone => "$host.availabilityZone",
        QueryVariableKind.HostInstances => "$host.instances",
        _ => "$" + Name,
    };

    /// <summary>Takes a text that starts with <c>$</c> apart; null when it names nothing, as <c>$</c> and <c>$free.</c> do.</summary>
    internal static QueryVariable? Parse(string text)
    {
        switch (text)
        {
            case "$":
                return null;
            case "$host.name":
                return new QueryVariable(QueryVariableKind.HostName, "");
            case "$host.availabilityZone":
                return new QueryVariable(QueryVariableKind.HostAvailabilityZone, "");
            case "$host.instances":
                return new QueryVariable(QueryVariableKind.HostInstances, "");
        }

        foreach (var (prefix, kind) in Families)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return text.Length == prefix.Length ? null : new QueryVariable(kind, text[prefix.Length..]);
            }
        }

        return new QueryVariable(QueryVariableKind.Capability, text[1..]);
    }
}
