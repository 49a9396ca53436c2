namespace NovaZones.Web.Errors;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Field">Where, as a path: <c>traits.anyOf[1][0]</c>; empty for the body as a whole.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record FieldFault(string Field, string Message);
