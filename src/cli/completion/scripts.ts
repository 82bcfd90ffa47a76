/** The shells with a script. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The command that the scripts ask for candidates: the words behind `--`, the last of which is not complete yet. */
export const askCommand = '__complete';

// Where there are no candidates, files are completed.
const bash = `# Completion of assay for bash. Put this into ~/.bashrc: source <(assay completion bash)
_assay() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [ -n "$line" ] && COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
  done < <("\${COMP_WORDS[0]}" ${askCommand} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _assay assay
`;

const zsh = `#compdef assay
# Completion of assay for zsh. Put this into ~/.zshrc, behind compinit: source <(assay completion zsh)
_assay() {
  local line
  local -a candidates
  for line in "\${(@f)$("\${words[1]}" ${askCommand} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#candidates} )); then _describe assay candidates; else _files; fi
}
if [ "$funcstack[1]" = "_assay" ]; then _assay "$@"; else compdef _assay assay; fi
`;

const fish = `# Completion of assay for fish. Put this into ~/.config/fish/config.fish: assay completion fish | source
function __assay_candidates
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  $before[1] ${askCommand} -- $before[2..-1] "$current" 2>/dev/null
end
complete -c assay -a '(__assay_candidates)'
`;

/** What a shell reads to complete the command line of assay. */
export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
