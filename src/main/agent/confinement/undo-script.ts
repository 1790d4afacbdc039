/** Sections of a repository's own configuration that run nothing, and which of their keys; `*` is all. */
const harmless: Readonly<Record<string, string>> = {
  core: 'repositoryformatversion filemode bare logallrefupdates ignorecase precomposeunicode symlinks autocrlf eol safecrlf quotepath longpaths untrackedcache splitindex sparsecheckout sparsecheckoutcone worktree abbrev',
  extensions: 'objectformat partialclone refstorage compatobjectformat',
  remote: 'url fetch pushurl push mirror tagopt prune promisor partialclonefilter',
  branch: 'remote merge rebase description pushremote',
  submodule: 'url active branch path',
  user: 'name email',
  author: 'name email',
  committer: 'name email',
  init: 'defaultbranch',
  merge: 'ff conflictstyle',
  rebase: 'autosquash autostash',
  fetch: 'prune prunetags',
  pull: 'rebase ff',
  push: 'default autosetupremote followtags',
  lfs: 'repositoryformatversion',
  advice: '*',
  color: '*',
  status: '*',
};

const keys = Object.entries(harmless)
  .flatMap(([section, names]) => names.split(' ').map((name) => `${section}.${name}`))
  .join(' ');

/** Comments out every line of a git configuration that is not known to be harmless. */
const filter = String.raw`
BEGIN { n = split(ENVIRON["HARMLESS"], list, " "); for (i = 1; i <= n; i++) ok[list[i]] = 1 }
{
  line = $0; rest = $0
  if (match(line, /^[ \t]*\[[^]]*\]/)) {
    head = substr(line, 1, RLENGTH); rest = substr(line, RLENGTH + 1)
    section = tolower(head); gsub(/[][ \t"]/, " ", section); sub(/^ +/, "", section)
    sub(/[ .].*$/, "", section)
    print head
    if (rest ~ /^[ \t]*$/) next
  }
  key = tolower(rest); sub(/^[ \t]+/, "", key); sub(/[ \t=].*$/, "", key)
  if (key == "" || key ~ /^[#;]/ || ok[section "." key] || ok[section ".*"]) print rest
  else { print "# taken out by Hermes Tray: " rest; taken = 1 }
}
END { exit taken ? 3 : 0 }`;

/**
 * A program for `sh` that takes away what must not be there, and keeps it in a folder. It is run
 * inside the wall: no link that somebody puts in its way leads it out. For each thing that it took, it
 * prints one line.
 * @param $1 where taken things are kept; then files, `--`, and git folders
 */
const script = String.raw`
kept=$1; shift
took() { printf '%s\n' "$1"; }
keep() { mkdir -p "$kept" && mv -f -- "$1" "$kept/" && took "$1"; }
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  if [ -e "$1" ] || [ -L "$1" ]; then keep "$1"; fi
  shift
done
[ $# -gt 0 ] && shift
for git; do
  if [ -L "$git/hooks" ]; then keep "$git/hooks"; fi
  for hook in "$git"/hooks/* "$git"/hooks/.[!.]*; do
    case $hook in *.sample) continue ;; esac
    if [ -e "$hook" ] || [ -L "$hook" ]; then keep "$hook"; fi
  done
  for name in config.worktree commondir; do
    [ -e "$git/$name" ] || [ -L "$git/$name" ] || continue
    # Of a worktree it leads to the repository that it is of, and nowhere else.
    case $name:$git:$(cat "$git/$name" 2>/dev/null) in
      commondir:*/worktrees/*:../..) [ -L "$git/$name" ] || continue ;;
    esac
    keep "$git/$name"
  done
  if [ -L "$git/config" ]; then keep "$git/config"; fi
  [ -f "$git/config" ] || continue
  awk "$FILTER" "$git/config" > "$git/config.hermes"
  if [ $? = 3 ]; then mv -f "$git/config.hermes" "$git/config" && took "$git/config"; else rm -f "$git/config.hermes"; fi
done`;

/** The program, and what it needs in its environment. */
export function undoProgram(
  kept: string,
  { files, gits }: { files: readonly string[]; gits: readonly string[] },
): { file: string; args: string[]; environment: Record<string, string> } {
  return {
    file: '/bin/sh',
    args: ['-c', script, 'sh', kept, ...files, '--', ...gits],
    environment: { PATH: '/usr/bin:/bin', FILTER: filter, HARMLESS: keys },
  };
}
