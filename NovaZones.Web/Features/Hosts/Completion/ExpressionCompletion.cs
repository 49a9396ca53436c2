using System.Text.Json;

namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>Says which expressions make sense for a capability, from the values that hosts have.</summary>
public static class ExpressionCompletion
{
    private const int Most = 24;
    private const string Either = "<or>";
    private const string All = "<all-in>";

    private static readonly string[] _ofNumbers = [">=", "<=", "==", "!=", ">", "<"];
    private static readonly string[] _ofTexts = ["", "s!=", "<in>"];

    /// <summary>Expressions that may stand there, each whole; one that offers a choice goes on with values that it does not name yet.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="capability">Name of the capability.</param>
    /// <param name="words">What can be asked of the fleet.</param>
    public static IReadOnlyList<string> Suggest(string? typed, string capability, QueryVocabulary words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (!words.Values.TryGetValue("$" + capability, out var known))
        {
            return [];
        }

        var (numbers, texts) = (known.Where(IsNumber).ToList(), known.Where(value => !IsNumber(value)).Select(Bare).ToList());
        var text = (typed ?? "").TrimEnd();
        IEnumerable<string> all =
            text.StartsWith(Either, StringComparison.Ordinal) ? Rest(text, texts.Concat(numbers)).Select(value => text.EndsWith(Either, StringComparison.Ordinal) ? $"{text} {value}" : $"{text} {Either} {value}")
            : text.StartsWith(All, StringComparison.Ordinal) ? Rest(text, texts.Concat(numbers)).Select(value => $"{text} {value}")
            : [.. texts.SelectMany(value => _ofTexts.Select(op => op.Length > 0 ? $"{op} {value}" : value)), .. texts.Select(value => $"{Either} {value}"), .. numbers.SelectMany(value => _ofNumbers.Select(op => $"{op} {value}"))];
        return [.. all.Take(Most)];
    }

    private static IEnumerable<string> Rest(string text, IEnumerable<string> values)
    {
        var named = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return values.Where(value => !named.Contains(value));
    }

    private static bool IsNumber(string json) => json.Length > 0 && json[0] is '-' or (>= '0' and <= '9');

    private static string Bare(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;
}
