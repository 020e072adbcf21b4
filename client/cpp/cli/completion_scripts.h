// Scripts with which a shell completes the command line client. They call
// `backlinks __complete WORD…`, and need not change with the program.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COMPLETION_SCRIPTS_H_
#define BACKLINKS_CLIENT_CPP_CLI_COMPLETION_SCRIPTS_H_

#include <string_view>

namespace backlinks::cli {

inline constexpr std::string_view kCompleteWord = "__complete";

// Readline also breaks words at ':' and '='; the script joins them again.
inline constexpr std::string_view kBashCompletion =
    R"SH(# bash completion for backlinks
_backlinks() {
  local word cur kept line reply words=() joined=""
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ ${#words[@]} -gt 0 && ( "$word" == [:=]* || -n "$joined" ) ]]; then
      words[-1]+="$word"
    else
      words+=("$word")
    fi
    joined=""
    [[ "$word" != *[:=] ]] || joined=1
  done
  cur="${words[-1]}"
  kept="${cur%"${cur##*[:=]}"}"
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files)
        compopt -o filenames
        while IFS= read -r reply; do COMPREPLY+=("$reply"); done \
          < <(compgen -f -- "${cur#"$kept"}") ;;
      :list) compopt -o nospace ;;
      *) line="${line%%$'\t'*}"
        COMPREPLY+=("${line#"$kept"}") ;;
    esac
  done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
}
complete -F _backlinks backlinks
)SH";

inline constexpr std::string_view kZshCompletion = R"SH(#compdef backlinks
_backlinks() {
  local line word
  local -a found shown suffix
  for line in "${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case "$line" in
      '') ;;
      :files) compset -P '--*='; _files ;;
      :list) suffix=(-S '') ;;
      *) word="${line%%$'\t'*}"
        found+=("$word")
        shown+=("${word}  ${line#*$'\t'}") ;;
    esac
  done
  (( $#found )) && compadd "${(@)suffix}" -l -d shown -a found
}
if [[ "${funcstack[1]}" == _backlinks ]]; then
  _backlinks "$@"
else
  compdef _backlinks backlinks
fi
)SH";

inline constexpr std::string_view kFishCompletion =
    R"SH(# fish completion for backlinks
function __backlinks_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
        switch $line
            case :files
                set -l option (string match -r '^--[^=]*=' -- "$typed")
                set -l path (string replace -r '^--[^=]*=' '' -- "$typed")
                printf "$option%s\n" (__fish_complete_path "$path")
            case :list
            case '*'
                echo $line
        end
    end
end
complete -c backlinks -f -a '(__backlinks_complete)'
)SH";

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_COMPLETION_SCRIPTS_H_
