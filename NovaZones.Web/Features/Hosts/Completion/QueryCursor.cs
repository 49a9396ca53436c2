namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>Where the end of a query that is being typed stands.</summary>
/// <param name="Index">Position in the innermost open array, from 0.</param>
/// <param name="Operator">That array's operator, or null while it has none.</param>
/// <param name="Attribute">The first variable in that array, or null.</param>
/// <param name="Typed">What of the word at the end is typed already, its opening quote included.</param>
/// <param name="Before">All before that word, ready for another to be put after it.</param>
/// <param name="Closable">The text after which the array may be closed, or null while something is missing.</param>
public sealed record QueryCursor(int Index, string? Operator, string? Attribute, string Typed, string Before, string? Closable)
{
    /// <summary>Reads a text up to its end.</summary>
    /// <param name="text">What was typed.</param>
    /// <returns>Null when the text is no query or has no open array at its end.</returns>
    public static QueryCursor? At(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var begin = text.Length - text.TrimStart().Length;
        if (begin == text.Length || text[begin] != '[')
        {
            return null;
        }

        var open = new Stack<Frame>();
        for (var at = begin; at < text.Length;)
        {
            var frame = open.Count > 0 ? open.Peek() : null;
            switch (text[at])
            {
                case '[':
                    open.Push(new Frame());
                    at++;
                    break;
                case ']' when frame is not null:
                    open.Pop();
                    if (open.Count == 0)
                    {
                        return null; // complete, or wrong in a way that the fault below the field tells
                    }

                    open.Peek().IsDone = true;
                    at++;
                    break;
                case ',' when frame is not null:
                    frame.Index++;
                    frame.IsDone = false;
                    at++;
                    break;
                case var blank when char.IsWhiteSpace(blank):
                    at++;
                    break;
                case not ('{' or '}') when frame is not null:
                    var end = EndOfWord(text, at);
                    if (end < 0)
                    {
                        return Of(frame, text[at..], text[..at], null);
                    }

                    frame.Take(text[at..end]);
                    at = end;
                    break;
                default:
                    return null;
            }
        }

        var last = open.Peek();
        if (last.IsDone)
        {
            // After a whole word without a comma: another may follow, or the end.
            return new QueryCursor(last.Index + 1, last.Operator, last.Attribute, "", text.TrimEnd() + ", ", last.IsEnough ? text.TrimEnd() : null);
        }

        return Of(last, "", text.TrimEnd() is var whole && whole.EndsWith(',') ? whole + " " : whole, null);
    }

    /// <summary>The part of a text up to a caret, and where the word ends that the caret touches.</summary>
    /// <returns>Where the typed part of that word ends, which counts as still being typed, and where the whole word ends; the caret twice between words.</returns>
    public static (int From, int To) WordAt(string text, int caret)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at < text.Length && at <= caret;)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] is '[' or ']' or ',' or '{' or '}')
            {
                at++;
                continue;
            }

            var end = EndOfWord(text, at) is var found and >= 0 ? found : text.Length;
            if (caret <= end)
            {
                // Behind its closing quote a word is whole; before it, it is one that is typed.
                return (caret == end && end > at + 1 && text[end - 1] == '"' ? end - 1 : caret, end);
            }

            at = end;
        }

        return (caret, caret);
    }

    private static QueryCursor Of(Frame frame, string typed, string before, string? closable) =>
        new(frame.Index, frame.Operator, frame.Attribute, typed, before, closable);

    /// <summary>Where a word ends; negative when it is still being typed.</summary>
    private static int EndOfWord(string text, int at)
    {
        if (text[at] != '"')
        {
            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not (',' or ']' or '[' or '"'))
            {
                end++;
            }

            return end < text.Length ? end : -1;
        }

        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\')
            {
                end++;
            }
            else if (text[end] == '"')
            {
                return end + 1;
            }
        }

        return -1;
    }

    /// <summary>An array that is open.</summary>
    private sealed class Frame
    {
        public int Index { get; set; }

        public string? Operator { get; private set; }

        public string? Attribute { get; private set; }

        public bool IsDone { get; set; }

        /// <summary>Whether it could end here: conditions need one argument, relations two.</summary>
        public bool IsEnough => Index >= (Operator is "and" or "or" or "not" ? 1 : 2);

        public void Take(string word)
        {
            IsDone = true;
            var inner = word.Trim('"');
            if (Index == 0)
            {
                Operator = inner;
            }
            else if (inner.StartsWith('$'))
            {
                Attribute ??= inner;
            }
        }
    }
}
