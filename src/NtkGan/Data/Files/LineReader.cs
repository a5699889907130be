namespace NtkGan.Data.Files;

/// <summary>Reads lines without a string for each, in bounded memory.</summary>
/// <param name="reader">The text.</param>
/// <param name="name">The text's name in messages.</param>
internal sealed class LineReader(TextReader reader, string name)
{
    private const int LongestLine = 1 << 22;

    private char[] _buffer = new char[1 << 16];
    private int _start, _end;

    /// <summary>The number of the line that <see cref="Next"/> gave last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end, valid until the next call; false after the last.</summary>
    /// <exception cref="InvalidDataFormatException">A line exceeds 4 Mi characters.</exception>
    public bool Next(out ReadOnlySpan<char> line)
    {
        var searched = _start;
        while (true)
        {
            var length = _buffer.AsSpan(searched, _end - searched).IndexOf('\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, searched + length - _start).TrimEnd('\r');
                _start = searched + length + 1;
                Number++;
                return true;
            }

            searched = _end - _start;
            MakeRoom();
            var read = reader.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            if (read > 0) continue;
            line = _buffer.AsSpan(_start, _end - _start).TrimEnd('\r');
            _start = _end;
            Number++;
            return line.Length > 0;
        }
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end < _buffer.Length) return;
        if (_buffer.Length >= LongestLine)
            throw new InvalidDataFormatException(FormattableString.Invariant($"{name}, line {Number + 1}: the line exceeds {LongestLine} characters."));
        Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
