namespace NtkGan.Cli.Completion;

/// <summary>The GNU Bourne-again shell. It breaks words at <c>=</c>, so what follows is completed alone.</summary>
internal sealed record Bash() : Shell("bash")
{
    /// <inheritdoc/>
    public override string Script(CompletionWords words) => $$"""
        # Completion of ntkgan for bash: source <(ntkgan completion bash)
        _ntkgan_choices() {
            case "$1" in
        {{Case(words.Choices)}}    esac
        }
        _ntkgan_values() {
            case "$1" in
        {{Case(words.Values)}}    esac
        }
        _ntkgan() {
            local line=${COMP_LINE:0:COMP_POINT} command= word last
            last=${line##*[[:space:]]}
            for word in ${line%"$last"}; do
                [ "$word" = ntkgan ] && continue
                [ -n "$(_ntkgan_choices "${command:+$command }$word")" ] && command="${command:+$command }$word"
            done
            local IFS=$'\n'
            COMPREPLY=()
            if [[ $last == *=* ]]; then
                COMPREPLY=($(compgen -W "$(_ntkgan_values "${last%%=*}")" -- "${last#*=}"))
            else
                COMPREPLY=($(compgen -W "$(_ntkgan_choices "$command")" -- "$last"))
                [[ ${#COMPREPLY[@]} -ge 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
            fi
            return 0
        }
        complete -o default -F _ntkgan ntkgan

        """;
}
