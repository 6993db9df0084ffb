# Completion of whatif in fish: the program itself says how the word under the cursor can go on.
function __whatif_candidates
    set -l words (commandline -opc)
    set -e words[1]
    for line in (whatif __complete --typed=(commandline -ct) -- $words 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c whatif -f -a '(__whatif_candidates)'
