using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Claims.Packing;

/// <summary>How a child explains its offer, as bytes: a third of the JSON, which was a fifth of what a placement costs each zone on its way.</summary>
/// <remarks>Sent only to a parent that said it reads this form, so that zones of different versions understand each other.</remarks>
internal static class OfferPack
{
    /// <summary>The form that this program writes, and the highest that it reads.</summary>
    public const int Form = 1;

    [ThreadStatic]
    private static PackWriter? _writer;

    /// <summary>The same answer with its explanation packed, when the parent reads that.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="form">Highest form that the parent reads; 0 when none.</param>
    public static SelectResponse Pack(SelectResponse answer, int form)
    {
        if (form < Form)
        {
            return answer;
        }

        var writer = _writer ??= new PackWriter();
        writer.Clear();
        writer.Number(Form);
        FunnelPack.WriteWhole(writer, answer.Local);
        ChildrenPack.Write(writer, answer.Children);
        return answer with { Packed = writer.ToArray(), Local = LocalExplanation.Nothing, Children = [] };
    }

    /// <summary>The same answer as if it had not been packed.</summary>
    /// <exception cref="InvalidDataException">What is packed is damaged, or of a form that this program does not know.</exception>
    public static SelectResponse Unpack(SelectResponse answer)
    {
        if (answer.Packed is not { } bytes)
        {
            return answer;
        }

        var reader = new PackReader(bytes);
        if (reader.Number() is var form and not Form)
        {
            throw new InvalidDataException($"Packed explanations of form {form} are not known.");
        }

        answer = answer with { Local = FunnelPack.ReadWhole(ref reader), Children = ChildrenPack.Read(ref reader), Packed = null };
        return reader.IsAtEnd ? answer : throw new InvalidDataException("There is more than was packed.");
    }
}
