import { parseSocketTable, type SocketRow, type SocketTable, socketTables } from "../proc-net.ts";

/** The sockets of one pod's network namespace. */
export interface PodSockets {
  readonly pod: string;
  readonly rows: readonly SocketRow[];
}

/**
 * Prints on a node, for each process of these namespaces' pods, `/proc/PID/ns/net SPACE` and, where it has one, its name as
 * `/proc/PID/environ:HOSTNAME=NAME`; and once for each network namespace its tables as `/proc/PID/net/TABLE:LINE`. A pod is
 * known by the namespace that its names are looked for in first, which kubelet writes into resolv.conf; its processes share
 * a network namespace, and the one that holds it (pause) has no name.
 */
export function podTablesScript(namespaces: readonly string[]): string {
  const search = `^search (${namespaces.join("|")})\\.svc\\.`;
  const tables = Object.keys(socketTables).map((table) => `"$dir/net/${table}"`);
  return `files=$(grep -lsE '${search}' /proc/[0-9]*/root/etc/resolv.conf)
set --
for file in $files; do set -- "$@" "\${file%/root/etc/resolv.conf}/ns/net"; done
[ $# -gt 0 ] || exit 0
links=$(stat -c %N "$@" 2>/dev/null)
seen= environs=
set --
while read -r link _ space; do
  dir=\${link#?}; dir=\${dir%/ns/net?}
  echo "$dir/ns/net $space"
  environs="$environs $dir/environ"
  case "$seen" in *"$space"*) continue;; esac
  seen="$seen $space"
  set -- "$@" ${tables.join(" ")}
done <<END
$links
END
grep -aHoszE '^HOSTNAME=.*' $environs | tr '\\0' '\\n'
grep -Hs '' "$@"
true`;
}

const spaceLine = /^\/proc\/(\d+)\/ns\/net (.+)$/;
const nameLine = /^\/proc\/(\d+)\/environ:HOSTNAME=(.+)$/;
const tableLine = /^\/proc\/(\d+)\/net\/(tcp6?|udp6?):(.*)$/;

/** Parses what the script printed; a network namespace without a name is left out: its processes have just ended. */
export function parsePodTables(text: string): readonly PodSockets[] {
  const lines = text.split("\n");
  const spaceOf = new Map(matches(lines, spaceLine).map(([pid, space]) => [pid, space]));
  const pods = new Map<string, { pod: string; rows: SocketRow[] }>();
  for (const [pid, pod] of matches(lines, nameLine)) {
    const space = spaceOf.get(pid);
    if (space !== undefined && !pods.has(space)) pods.set(space, { pod, rows: [] });
  }
  for (const [pid, table, row] of matches(lines, tableLine)) {
    if (isTable(table)) pods.get(spaceOf.get(pid) ?? "")?.rows.push(...parseSocketTable(row, table));
  }
  return [...pods.values()];
}

function matches(lines: readonly string[], form: RegExp): readonly (readonly [string, string, string])[] {
  return lines.flatMap((line) => {
    const [, first = "", second = "", third = ""] = form.exec(line) ?? [];
    return first === "" ? [] : [[first, second, third] as const];
  });
}

function isTable(text: string): text is SocketTable {
  return text in socketTables;
}
