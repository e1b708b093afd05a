import { parseSocketTable, type SocketRow, type SocketTable, socketTables } from "../proc-net.ts";

/** The sockets of one pod's network namespace. */
export interface PodSockets {
  readonly pod: string;
  readonly rows: readonly SocketRow[];
}

/**
 * Prints on a node, for each pod of these namespaces, its name as `/proc/PID/environ:HOSTNAME=NAME` and its tables as
 * `/proc/PID/net/TABLE:LINE`. A pod is known by the namespace that its names are looked for in first, which kubelet writes
 * into resolv.conf; of its processes, which share a network namespace, one is read.
 */
export function podTablesScript(namespaces: readonly string[]): string {
  const search = `^search (${namespaces.join("|")})\\.svc\\.`;
  const tables = Object.keys(socketTables).map((table) => `"$dir/net/${table}"`);
  return `files=$(grep -lsE '${search}' /proc/[0-9]*/root/etc/resolv.conf)
set --
for file in $files; do set -- "$@" "\${file%/root/etc/resolv.conf}/ns/net"; done
[ $# -gt 0 ] || exit 0
links=$(stat -c %N "$@" 2>/dev/null)
seen= environs= tables=
set --
while read -r link _ space; do
  case "$seen" in *"$space"*) continue;; esac
  seen="$seen $space"
  dir=\${link#?}; dir=\${dir%/ns/net?}
  environs="$environs $dir/environ"
  set -- "$@" ${tables.join(" ")}
done <<END
$links
END
grep -aHoszE '^HOSTNAME=.*' $environs | tr '\\0' '\\n'
grep -Hs '' "$@"
true`;
}

const names = /^\/proc\/(\d+)\/environ:HOSTNAME=(.+)$/;
const tableLine = /^\/proc\/(\d+)\/net\/(tcp6?|udp6?):(.*)$/;

/** Parses what the script printed; a namespace without a name is left out, as its process has ended meanwhile. */
export function parsePodTables(text: string): readonly PodSockets[] {
  const pods = new Map<string, string>();
  const rows = new Map<string, SocketRow[]>();
  for (const line of text.split("\n")) {
    const [, named, pod = ""] = names.exec(line) ?? [];
    if (named !== undefined) pods.set(named, pod);
    const [, pid, table, row = ""] = tableLine.exec(line) ?? [];
    if (pid === undefined || !isTable(table)) continue;
    const before = rows.get(pid) ?? [];
    rows.set(pid, [...before, ...parseSocketTable(row, table)]);
  }
  return [...pods].map(([pid, pod]) => ({ pod, rows: rows.get(pid) ?? [] }));
}

function isTable(text: string | undefined): text is SocketTable {
  return text !== undefined && text in socketTables;
}
