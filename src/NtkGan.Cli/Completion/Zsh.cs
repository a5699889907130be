namespace NtkGan.Cli.Completion;

/// <summary>The Z shell.</summary>
internal sealed record Zsh() : Shell("zsh")
{
    /// <inheritdoc/>
    public override string Script(CompletionWords words) => $$"""
        #compdef ntkgan
        # Completion of ntkgan for zsh: source <(ntkgan completion zsh), after compinit
        _ntkgan_choices() {
            case "$1" in
        {{Case(words.Choices)}}    esac
        }
        _ntkgan_values() {
            case "$1" in
        {{Case(words.Values)}}    esac
        }
        _ntkgan() {
            local command= word last=${words[CURRENT]}
            local -a found
            for word in ${words[2,CURRENT-1]}; do
                [[ -n "$(_ntkgan_choices "${command:+$command }$word")" ]] && command="${command:+$command }$word"
            done
            if [[ $last == *=* ]]; then
                found=(${(f)"$(_ntkgan_values "${last%%=*}")"})
                compset -P '*=' && compadd -a found
            else
                found=(${(f)"$(_ntkgan_choices "$command")"})
                compadd -S '' -- ${(M)found:#*=}
                compadd -- ${found:#*=}
            fi
            _files
        }
        compdef _ntkgan ntkgan

        """;
}
