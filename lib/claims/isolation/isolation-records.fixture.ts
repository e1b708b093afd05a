import { readControls, tenantPaths } from "./read-paths.ts";
import { readers } from "./reads.probe.ts";
import { owners } from "./secrets.ts";
import type { Deed, Sighting } from "./sighting.ts";
import type { TwoHeadersRecord } from "./two-headers.probe.ts";

const [one, other] = owners;
export const both = `${one}|${other}`;
const own = (reader: string): string[] => (owners.some((owner) => owner === reader) ? [reader] : []);
export const see = (path: string, reader: string | null, sees: string[], status = 200): Sighting => ({
  path,
  via: "gateway",
  reader,
  status,
  sees,
});
export const did = (what: string, tenant: string | null, status: number, said = ""): Deed => ({
  what,
  via: "gateway",
  tenant,
  status,
  said,
});
export const pushes = owners.map((owner) => did("push", owner, 204));
const shows = { status: 200, shows: false };

export const reads = [...readControls].flatMap(([path, shown]) =>
  readers.map((reader) =>
    see(
      path,
      reader,
      shown.filter((owner) => owner === reader),
    ),
  ),
);
export const refusedReads = [...readControls.keys(), ...tenantPaths.map(({ name }) => name)].map((path) =>
  see(path, null, [], 401),
);
export const stored = [...readers, "fake"].map((tenant) => ({
  tenant,
  streams: shows,
  otlpStreams: shows,
  rules: shows,
  deletes: shows,
}));
const ruleReads = ["all rules", "rules of the namespace"].flatMap((path) =>
  readers.map((reader) => see(path, reader, own(reader))),
);
const listed = readers.map((reader) => see("delete requests", reader, own(reader)));
const bothPaths = ["query_range", "labels", "delete requests", "rules"];
export const bothReads = [
  ...bothPaths.map((path) => ({ ...see(path, both, [], 500), said: "multiple org IDs present" })),
  ...["query_range", "labels"].flatMap((path) => owners.map((owner) => see(path, owner, [owner]))),
];
export const order = (headers: readonly string[]): TwoHeadersRecord["orders"][number] => ({
  headers: [...headers],
  write: { status: 204, said: "" },
  writtenTo: headers.slice(0, 1),
  noControl: [],
  read: { status: 200, said: "", sees: headers.slice(0, 1) },
});

/** Records of a stack that isolates its tenants. Each test replaces some of these records by broken ones. */
export const sound = {
  "isolation.reads": { pushes, sightings: reads },
  "isolation.no-header-reads": { pushes, sightings: refusedReads },
  "isolation.no-header-writes": { writes: [did("push of JSON", null, 401)], stored },
  "isolation.tail": {
    pushes,
    tails: owners.map((tenant) => ({ tenant, opened: true, sees: [tenant] })),
  },
  "isolation.rules": {
    posts: [],
    reads: ruleReads,
    trespasses: [],
    afterTrespass: owners.map((owner) => see("rules of the namespace", owner, [owner])),
    deletes: owners.map((owner) => did("delete rules", owner, 202)),
  },
  "isolation.deletes": {
    posts: [],
    reads: listed,
    trespasses: [did("cancel", one, 404)],
    afterTrespass: owners.map((owner) => see("delete requests", owner, [owner])),
    cancels: owners.map((owner) => did("cancel", owner, 204)),
  },
  "isolation.multi-tenant": {
    pushes,
    write: did("push", both, 400, "multiple org IDs present"),
    afterWrite: owners.map((owner) => see("query_range", owner, [])),
    reads: bothReads,
    tails: [both, ...owners].map((tenant) => ({ tenant, opened: tenant !== both, said: "" })),
  },
  "isolation.two-headers": { pushes, orders: [order(owners), order(owners.toReversed())] },
  "isolation.article-step-5": {
    push: did("push", "checkout", 204),
    reads: [
      { reader: "checkout", status: 200, shows: true, said: "" },
      { reader: "payments", status: 200, shows: false, said: "" },
      { reader: "sandbox", status: 200, shows: false, said: "" },
      { reader: null, status: 401, shows: false, said: "no org id" },
    ],
  },
} as const;
