# Completion of whatif in bash: the program itself says how the word under the cursor can go on.
_whatif() {
    local rest=${COMP_LINE:0:COMP_POINT} words=() count=0 word i
    # Bash cuts words at = and :, which belong to the words of whatif. What no blank separates is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        if [[ $i -eq 0 || $rest == [[:space:]]* ]]; then
            rest=${rest#"${rest%%[![:space:]]*}"}
            words[count]=''
            count=$((count + 1))
        fi
        word=${COMP_WORDS[i]}
        if ((i == COMP_CWORD)); then word=$rest; fi
        words[count - 1]+=$word
        rest=${rest#"$word"}
    done
    local typed=${words[count - 1]} breaks=${COMP_WORDBREAKS//[^=:]/} cut='' line value
    # What bash cut off stays on the line, so that only the rest of a candidate is given back.
    if [[ -n $breaks && $typed == *[$breaks]* ]]; then cut=${typed%"${typed##*[$breaks]}"}; fi
    COMPREPLY=()
    while IFS= read -r line; do
        value=${line%%$'\t'*}
        case $value in
        :files | :folders)
            local IFS=$'\n' kind=-f
            if [[ $value == :folders ]]; then kind=-d; fi
            COMPREPLY+=($(compgen $kind -- "${typed#"$cut"}"))
            type compopt &>/dev/null && compopt -o filenames
            ;;
        *) COMPREPLY+=("${value#"$cut"}") ;;
        esac
    done < <(whatif __complete --typed="$typed" -- "${words[@]:1:count-2}" 2>/dev/null)
    # A value follows, or another choice.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:] ]]; then
        type compopt &>/dev/null && compopt -o nospace
    fi
}
complete -F _whatif whatif
