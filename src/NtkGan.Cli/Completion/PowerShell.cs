namespace NtkGan.Cli.Completion;

/// <summary>PowerShell 7.</summary>
internal sealed record PowerShell() : Shell("pwsh")
{
    /// <inheritdoc/>
    public override string Script(CompletionWords words) => $$"""
        # Completion of ntkgan for PowerShell: ntkgan completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName ntkgan -ScriptBlock {
            param($last, $line, $position)
            $choices = @{
        {{Table(words.Choices)}}    }
            $values = @{
        {{Table(words.Values)}}    }
            $command = ''
            foreach ($element in $line.CommandElements | Select-Object -Skip 1) {
                if ($element.Extent.EndOffset -ge $position -and $last) { break }
                $longer = "$command $element".Trim()
                if ($choices.ContainsKey($longer)) { $command = $longer }
            }
            $key, $begun = $last -split '=', 2
            $found = if ($last.Contains('=')) { $values[$key] | ForEach-Object { "$key=$_" } } else { $choices[$command] }
            $found | Where-Object { $_ -and $_.StartsWith($last) } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }

        """;

    private static string Table(IEnumerable<CompletionWords.Group> groups) => string.Concat(groups.SelectMany(group => group.Names.Select(name =>
        $"        '{name}' = {string.Join(", ", group.Words.Select(word => $"'{word}'"))}\n")));
}
