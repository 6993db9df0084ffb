#compdef whatif
# Completion of whatif in zsh: the program itself says how the word under the cursor can go on.
_whatif() {
    local line value shown
    local -a whole wholes begun beguns
    for line in "${(@f)$(whatif __complete --typed="${(Q)PREFIX}" -- "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)}"; do
        value=${line%%$'\t'*}
        shown=$value
        if [[ -n ${line#*$'\t'} && $line == *$'\t'* ]]; then shown="$value  -- ${line#*$'\t'}"; fi
        case $value in
            '') ;;
            :files) _files ;;
            :folders) _files -/ ;;
            # A value follows.
            *[=:]) begun+=("$value"); beguns+=("$shown") ;;
            *) whole+=("$value"); wholes+=("$shown") ;;
        esac
    done
    (( $#whole )) && compadd -l -d wholes -a whole
    (( $#begun )) && compadd -S '' -l -d beguns -a begun
}
if [[ $funcstack[1] == _whatif ]]; then _whatif "$@"; else compdef _whatif whatif; fi
