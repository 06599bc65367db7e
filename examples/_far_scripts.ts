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
export const MARK = "codex-far-shell\n";

/** The variable that tells the watch which processes are of its run. */
const RUN = "CODEX_FAR_RUN";

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

/**
 * Runs a command in its shell's place, and tells its pid and how it ended in files of `folder`.
 * A shell waits for it, since ssh tells no signals: its exit code 255 may be its own.
 */
export function run(
  folder: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string | undefined,
): string {
  const exports = Object.entries(env).filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value]) => `export ${name}=${quote(value)}`);
  return [
    ...exports,
    `export ${RUN}=${quote(folder)}`,
    ...cwd === undefined ? [] : [`cd -- ${quote(cwd)} || exit 1`],
    // Nothing that this shell has to say ("Killed") is Codex's.
    "exec 3>&2 2> /dev/null",
    // Without the folder the watch is over, and nothing may start.
    // By its path: the environment of the command need not have one that leads to it.
    `/bin/sh -c 'echo "$$" > "$0" && echo "${MARK.trim()}" && exec "$@" 2>&3 3>&-' ${
      [`${folder}/pid`, ...command].map(quote).join(" ")
    }`,
    `echo "$?" > ${quote(`${folder}/status`)}`,
  ].join("\n");
}

/**
 * Makes a private folder, and takes the names of signals to send to what {@linkcode run} started.
 * At the end of its input, whether it was closed or the connection is gone, it ends what is left,
 * tells the exit code and removes the folder.
 *
 * The tree is found by the parents' pids, as model commands have sessions of their own; and before
 * the signal, as orphans have lost their parents. "pid:start" names a process, pids are used again.
 * Without the connection Codex may die at a write before anybody could look (it panics: 101; others get
 * SIGPIPE: 141): what it leaves is then known by its environment, which takes Linux.
 */
export const WATCH = `
list() { # pid, parent and start of every process
  if [ -r /proc/self/stat ]; then
    cat /proc/[0-9]*/stat 2> /dev/null | sed 's/(.*)//' | awk '{ print $1, $3, $21 }'
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
sweep() { # what a Codex that died at a write has left: nothing tells whose children they were
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
printf '${MARK.trim()}\\n%s\\n' "$dir"
below=
while IFS= read -r signal; do
  [ -s "$dir/status" ] && continue
  pid=$(cat "$dir/pid")
  below="$below $(tree "$pid")"
  if [ "$signal" = KILL ]; then end "$pid"; else send "$signal" "$pid"; fi
done
mv "$dir" "$top/end" && cd "$top/end" || exit 1
[ -s pid ] && ! [ -s status ] && end "$(cat pid)"
case "$(cat status 2> /dev/null)" in '' | 101 | 141) sweep ;; esac
for each in $below; do
  case " $(tree "\${each%%:*}" | tr '\\n' ' ')" in *" $each "*) end "\${each%%:*}" ;; esac
done
[ -s status ] && echo "status $(cat status)"
cd / && rm -rf "$top"
`;
