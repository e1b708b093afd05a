import { parseSocketTable, type SocketRow, type SocketTable, socketTables } from "../proc-net.ts";

/** The sockets of one pod's network namespace. */
export interface PodSockets {
  /** The pod's UID in the API server. */
  readonly uid: string;
  readonly rows: readonly SocketRow[];
}

/**
 * A shell script that prints, on a node, `/proc/PID/cgroup:podUID` for one process of each pod. The script then prints
 * the socket tables of that process's network namespace as `/proc/PID/net/TABLE:LINE`. All processes of a pod share one
 * network namespace. The kubelet puts a pod's UID into its cgroup path (pkg/kubelet/cm/pod_container_manager_linux.go,
 * v1.33), with "_" for "-" if systemd manages the cgroups; no pod setting changes the path. Static pods have UIDs of
 * another form and are skipped.
 */
export const podTablesScript = `seen=
set --
for line in $(grep -m1 -sHoE 'pod[0-9a-f]{8}([-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}' /proc/[0-9]*/cgroup); do
  pod=\${line#*:}
  case "$seen" in *"$pod"*) continue;; esac
  seen="$seen $pod"
  echo "$line"
  dir=\${line%%/cgroup:*}/net
  set -- "$@" ${Object.keys(socketTables)
    .map((table) => `"$dir/${table}"`)
    .join(" ")}
done
if [ $# -gt 0 ]; then grep -Hs '' "$@"; fi
true`;

const podLine = /^\/proc\/(\d+)\/cgroup:pod([0-9a-f_-]+)$/;
const tableLine = /^\/proc\/(\d+)\/net\/(tcp6?|udp6?):(.*)$/;

/** Parses the output of the socket table script. A pod whose process ended in the meantime has no rows. */
export function parsePodTables(text: string): readonly PodSockets[] {
  const pods = new Map<string, { uid: string; rows: SocketRow[] }>();
  for (const line of text.split("\n")) {
    const [, pid, uid] = podLine.exec(line) ?? [];
    if (pid !== undefined && uid !== undefined) pods.set(pid, { uid: uid.replaceAll("_", "-"), rows: [] });
    const [, reader = "", table = "", row = ""] = tableLine.exec(line) ?? [];
    if (isTable(table)) pods.get(reader)?.rows.push(...parseSocketTable(row, table));
  }
  return [...pods.values()];
}

function isTable(text: string): text is SocketTable {
  return text in socketTables;
}
