namespace NtkGan.Cli.Completion;

/// <summary>The friendly interactive shell. It filters by itself what does not begin as the word does.</summary>
internal sealed record Fish() : Shell("fish")
{
    /// <inheritdoc/>
    public override string Script(CompletionWords words) => $$"""
        # Completion of ntkgan for fish: ntkgan completion fish > ~/.config/fish/completions/ntkgan.fish
        function __ntkgan_choices
            switch "$argv[1]"
        {{Switch(words.Choices)}}    end
        end
        function __ntkgan_values
            switch "$argv[1]"
        {{Switch(words.Values)}}    end
        end
        function __ntkgan
            set -l command
            set -l given (commandline -opc)
            set -l last (commandline -ct)
            for word in $given[2..]
                if test -n "$(__ntkgan_choices (string join ' ' $command $word))"
                    set command (string join ' ' $command $word)
                end
            end
            if string match -q '*=*' -- $last
                set -l key (string split -m 1 = -- $last)[1]
                for value in (__ntkgan_values $key)
                    echo $key=$value
                end
            else
                __ntkgan_choices "$command"
            end
        end
        complete -c ntkgan -a '(__ntkgan)'

        """;

    private static string Switch(IEnumerable<CompletionWords.Group> groups) => string.Concat(groups.Select(group =>
        $"        case {string.Join(' ', group.Names.Select(name => $"'{name}'"))}\n            printf '%s\\n' {string.Join(' ', group.Words.Select(word => $"'{word}'"))}\n"));
}
