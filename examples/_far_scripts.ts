/**
 * The shell scripts that run on the far side, and how they get there. They need dash, bash or busybox as `/bin/sh`, awk, and `/proc` or `ps`.
 *
 * @module
 */

/**
 * Runs the first line of its input as a script. So nothing but this is ever an argument, here or
 * there, where `ps` would show it; and every login shell takes it as it stands.
 */
export const BOOT =
  // A `printf` that is no builtin would have the script as its argument.
  `[ "$(command -v printf)" = printf ] && IFS= read -r line && eval "$(printf %b "$line")"`;

/** What stands before the output of a script: a far `.bashrc` may talk too. */
export const MARK = "codex-far-shell";

/** What it says in the place of a pid where there is no such command. */
export const NONE = "none";

/** The variable that tells the watch which processes are of its run. */
const RUN = "CODEX_FAR_RUN";

/** Variables that shells keep for themselves; some end at the attempt to set one. */
const SHELLS_OWN: ReadonlySet<string> = new Set(
  ["UID", "EUID", "PPID", "SHELLOPTS", "BASHOPTS", "OPTIND", "OPTARG", "OPTERR", "IFS", RUN],
);

/** A word of the shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A script as the line that {@linkcode BOOT} reads. */
export function encode(script: string): string {
  return `${script.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n`;
}

/** Takes a file from its input. */
export function receive(path: string): string {
  return `umask 077; cat > ${quote(path)}`;
}

/** Whether there is a command: as a shell would find it, but no builtin. */
const THERE =
  'case $1 in */*) [ -f "$1" ] && [ -x "$1" ] ;; *) command -v "$1" > /dev/null 2>&1 ;; esac';

/**
 * Tells its pid behind the mark, waits for the line `go`, and becomes a command. What it ended with is
 * told behind `nonce` at the end of standard error, so by the connection itself: whatever lies in a file,
 * or in the environment, a command of the model's could change. A shell waits for it, since ssh tells no
 * signals, and its exit code 255 may be its own.
 */
export function run(
  folder: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string | undefined,
  nonce: string,
): string {
  const exports = Object.entries(env)
    .filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !SHELLS_OWN.has(name))
    // As a plain command: where `export` itself fails, a shell may end.
    .map(([name, value]) => `command export ${name}=${quote(value)}`);
  return [
    ...exports,
    `export ${RUN}=${quote(folder)}`,
    ...cwd === undefined ? [] : [`cd -- ${quote(plainFolder(cwd))} > /dev/null || exit 1`],
    // Nothing that this shell has to say ("Killed") is Codex's.
    "exec 3>&2 2> /dev/null",
    // By its path: the environment of the command need not have one that leads to it.
    `/bin/sh -c '${THERE} || { echo "${MARK} ${NONE}"; exit 127; }
echo "${MARK} $$" && IFS= read -r go && [ "$go" = go ] && exec "$@" 2>&3 3>&-' ${
      ["sh", ...command].map(quote).join(" ")
    }`,
    `printf '\\n%s %s\\n' ${quote(nonce)} "$?" >&3`,
  ].join("\n");
}

/** A folder that `cd` does not take for its own: "-" is the last one, and CDPATH has its say without "./". */
function plainFolder(cwd: string): string {
  return cwd.startsWith("/") ? cwd : `./${cwd}`;
}

/**
 * Makes a private folder, and takes lines: the `pid` of what {@linkcode run} is about to start (its answer:
 * `known`), the names of signals to send to it, and the status that it `ended` with. At the end of its input, whether it was
 * closed or the connection is gone, it ends what is left, removes the folder and says so.
 *
 * What it knows is in its variables: a file could be changed by a command of the model's.
 * The tree is found by the parents' pids, as model commands have sessions of their own; and before
 * the signal, as orphans have lost their parents. "pid:start" names a process, pids are used again.
 * Without the connection Codex may die at a write before anybody could look (it panics: 101; others get
 * SIGPIPE: 141), and a daemon has no parents that would tell: what a Codex that was stopped leaves is
 * known by its environment, too, which takes Linux.
 */
export const WATCH = `
list() { # pid, parent and start of every process
  if [ -r /proc/self/stat ]; then
    # A name may have brackets and line breaks in it: a process is its file, and what stands behind the last bracket.
    LC_ALL=C grep '' /proc/[0-9]*/stat 2> /dev/null | LC_ALL=C awk '
      { at = index($0, ":"); file = substr($0, 1, at); text[file] = text[file] " " substr($0, at + 1) }
      END {
        for (file in text) {
          split(text[file], head, " ")
          sub(/.*\\)/, "", text[file])
          split(text[file], rest, " ")
          print head[1], rest[2], rest[20]
        }
      }'
  else
    ps -A -o pid= -o ppid= -o lstart= | awk '{ print $1, $2, $3 $4 $5 $6 $7 }'
  fi
}
tree() { # what is at or below a pid
  list | awk -v root="$1" '
    { parent[$1] = $2; start[$1] = $3 }
    END {
      for (pid in parent) {
        at = pid
        for (up = 0; up < 999 && at != root && at in parent; up++) at = parent[at]
        if (at == root && at in parent) print pid ":" start[pid]
      }
    }' | sort
}
send() { # a signal to what tree() has told
  name=$1; shift
  for each in "$@"; do kill "-$name" "\${each%%:*}" 2> /dev/null; done
}
end() { # what is at or below a pid; held first, so that nothing is started meanwhile
  held=
  last=
  for look in 1 2 3 4 5 6 7 8 9; do
    now=$(tree "$1")
    [ "$now" = "$last" ] && break
    send STOP $now
    # Also what is in no tree any more: one above it may have died at this moment.
    held="$held $now"
    last=$now
  done
  send KILL $held
}
sweep() { # what no parent tells: daemons, and what a Codex that died at a write has left
  for look in 1 2 3 4 5 6 7 8 9; do
    left=
    for file in $(grep -ls ${RUN}= /proc/[0-9]*/environ); do
      tr '\\0' '\\n' < "$file" 2> /dev/null | grep -qxF "${RUN}=$dir" || continue
      pid=\${file#/proc/}
      left="$left \${pid%/environ}"
    done
    [ -z "$left" ] && break
    send KILL $left
  done
}
trap '' HUP PIPE # nobody may be there to hear it
umask 077
top=$(mktemp -d) || exit 1
dir=$top/run
mkdir "$dir" || exit 1
printf '${MARK}\\n%s\\n' "$dir"
codex=
status=
below=
while IFS=' ' read -r word value; do
  case $word in
    pid) codex=$(tree "$value" | grep "^$value:") && echo known; continue ;;
    ended) status=$value; continue ;;
  esac
  now=$(tree "\${codex%%:*}" | tr '\\n' ' ')
  case " $now" in *" $codex "*) ;; *) continue ;; esac
  below="$below $now"
  if [ "$word" = KILL ]; then end "\${codex%%:*}"; else send "$word" "$codex"; fi
done
for each in $codex $below; do
  case " $(tree "\${each%%:*}" | tr '\\n' ' ')" in *" $each "*) end "\${each%%:*}" ;; esac
done
case $status$below in '' | 101 | 141 | *:*) sweep ;; esac
cd / && rm -rf "$top"
echo over
`;
