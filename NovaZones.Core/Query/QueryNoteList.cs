namespace NovaZones.Core.Query;

/// <summary>Collects the notes about one host, up to the limit.</summary>
internal sealed class QueryNoteList
{
    private readonly List<QueryNote> _notes = [];

    public IReadOnlyList<QueryNote> Notes => _notes;

    public void Add(QueryNote note)
    {
        if (_notes.Count < QueryExplanation.MaxNotes && !_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
