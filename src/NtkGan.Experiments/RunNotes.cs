using System.Text.Json;
using System.Text.RegularExpressions;

namespace NtkGan.Experiments;

/// <summary>Remarks on the steps of a run, each told once, with the number of steps at which it was made and the first of them. Remarks that differ in
/// their numbers alone count as one, with the numbers of the last: they are those of the state that the reader has. They are part of the run's saved state, so that a resumed run tells what the
/// uninterrupted one does.</summary>
public sealed partial class RunNotes
{
    private readonly Dictionary<string, Note> _notes = new(StringComparer.Ordinal);

    /// <summary>Every remark, by the first step; one made more than once ends in <c>(5 times, first at step 7)</c>, or, where its numbers changed, in
    /// <c>(5 times, first at step 7; the numbers are those of step 20)</c>.</summary>
    public IReadOnlyList<string> Texts => TextsBy("step");

    /// <summary>The same of remarks on something else than steps.</summary>
    internal IReadOnlyList<string> TextsBy(string what) => [.. Ordered.Select(note => note.Times == 1 ? note.Text
        : FormattableString.Invariant($"{note.Text.TrimEnd('.')} ({note.Times} times, first at {what} {note.First}")
            + (note.Changed ? FormattableString.Invariant($"; the numbers are those of {what} {note.Last}).") : ")."))];

    /// <summary>True if something the run asked for ended early, before what was asked of it was done.</summary>
    public bool TellsOfAnEarlyEnd => _notes.Values.Any(note => note.EndedEarly);

    private IEnumerable<Note> Ordered => _notes.Values.OrderBy(note => note.First).ThenBy(note => Kind(note.Text), StringComparer.Ordinal);

    /// <summary>Makes a remark on a step; a second one of its kind on the same step counts for nothing.</summary>
    /// <param name="text">One sentence.</param>
    /// <param name="step">The step.</param>
    /// <param name="endedEarly">Whether it says that something ended before what was asked of it was done.</param>
    public void Add(string text, long step, bool endedEarly = false)
    {
        var kind = Kind(text);
        if (!_notes.TryGetValue(kind, out var known)) _notes[kind] = new(text, step, step, 1, endedEarly, Changed: false);
        else if (known.Last != step) _notes[kind] = new(text, known.First, step, known.Times + 1, known.EndedEarly || endedEarly, known.Changed || text != known.Text);
    }

    /// <summary>All remarks as text, or null if there are none.</summary>
    public string? Save() => _notes.Count == 0 ? null : JsonSerializer.Serialize([.. Ordered], RunJson.Default.NoteArray);

    /// <summary>Takes up what <see cref="Save"/> gave, in place of all remarks.</summary>
    /// <exception cref="InvalidDataFormatException">The text is something else.</exception>
    public void Restore(string? saved)
    {
        _notes.Clear();
        try
        {
            var notes = saved is null ? [] : JsonSerializer.Deserialize(saved, RunJson.Default.NoteArray) ?? [];
            foreach (var note in (Note?[])notes) _notes[Kind(note?.Text ?? throw new JsonException())] = note;
        }
        catch (JsonException failure)
        {
            throw new InvalidDataFormatException("The notes of a saved state cannot be read.", failure);
        }
    }

    private static string Kind(string text) => Number().Replace(text, "#");

    [GeneratedRegex(@"[-+]?\d+([.,]\d+)*(e[-+]?\d+)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    internal sealed record Note(string Text, long First, long Last, long Times, bool EndedEarly, bool Changed);
}
