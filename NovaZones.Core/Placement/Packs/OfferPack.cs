using NovaZones.Core.Federation.Wire;

namespace NovaZones.Core.Placement.Packs;

/// <summary>How a child explains its offer, as bytes: a quarter of the JSON, which was a fifth of what a placement costs each zone on its way.</summary>
/// <remarks>Sent only to a parent that said it reads this form, so that zones of different versions understand each other.</remarks>
internal static class OfferPack
{
    /// <summary>The form that this program writes, and the highest that it reads.</summary>
    public const int Form = 2;

    /// <summary>Each name is said each time.</summary>
    private const int WithEveryName = 1;

    [ThreadStatic]
    private static PackWriter? _writer;

    /// <summary>The same answer with its explanation packed, when the parent reads that.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="form">Highest form that the parent reads; 0 when none.</param>
    public static SelectResponse Pack(SelectResponse answer, int form)
    {
        if (form < WithEveryName)
        {
            return answer;
        }

        var written = Math.Min(form, Form);
        var writer = _writer ??= new PackWriter();
        writer.Begin(isCompact: written > WithEveryName);
        writer.Number(written);
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
        var form = reader.Number();
        if (form is not (Form or WithEveryName))
        {
            throw new InvalidDataException($"Packed explanations of form {form} are not known.");
        }

        reader.IsCompact = form > WithEveryName;
        answer = answer with { Local = FunnelPack.ReadWhole(ref reader), Children = ChildrenPack.Read(ref reader), Packed = null };
        return reader.IsAtEnd ? answer : throw new InvalidDataException("There is more than was packed.");
    }
}
