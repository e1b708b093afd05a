import type { RunResult } from "../../verdict/result.ts";
import { html, type Markup } from "./markup.ts";

type Member = RunResult["topology"][number];

const lanes = [
  { title: "Write path", linked: true, components: ["distributor", "ingester"] },
  {
    title: "Read path",
    linked: true,
    components: ["query-frontend", "query-scheduler", "querier", "index-gateway"],
  },
  { title: "Backend", linked: false, components: ["compactor", "ruler"] },
] as const;
const gateways = ["gateway", "nginx"];
const stores = ["minio", "s3", "object-store"];
const placed = new Set<string>([
  ...gateways,
  ...stores,
  ...lanes.flatMap(({ components }) => [...components]),
]);

const stateMarks = { running: "●", stopped: "■", crashed: "✕" } as const;

/** Renders the components and their connections, with each Loki process's state at the end of the run. */
export function topologySection(result: RunResult): Markup {
  if (result.topology.length === 0) return html``;
  const groups = Map.groupBy(result.topology, (member) => member.component);
  const others = [...groups.keys()].filter((component) => !placed.has(component));
  const group = (component: string): Markup | undefined => groupBox(component, groups.get(component));
  return html`<section id="topology" aria-labelledby="topology-title"><h2 id="topology-title">Topology at the end of the run</h2>
<ul class="legend"><li class="running">${stateMarks.running} running</li><li class="stopped">${stateMarks.stopped} stopped</li><li class="crashed">${stateMarks.crashed} crashed</li></ul>
<div class="topology">
${edge("gate", gateways.map(group))}
<div class="lanes">${lanes.map(({ title, components, linked }) => lane(title, components.map(group), linked))}${lane("Other", others.map(group), false)}</div>
${edge("store", stores.map(group))}
</div></section>`;
}

type Box = Markup | undefined;

function edge(name: string, boxes: readonly Box[]): Box {
  return boxes.some((box) => box) ? html`<div class="edge ${name}">${boxes}</div>` : undefined;
}

function lane(title: string, boxes: readonly Box[], linked: boolean): Box {
  if (!boxes.some((box) => box)) return undefined;
  return html`<div class="lane"><h3>${title}</h3><div class="hops ${linked && "path"}">${boxes}</div></div>`;
}

function groupBox(component: string, members: readonly Member[] | undefined): Markup | undefined {
  if (members === undefined || members.length === 0) return undefined;
  const up = members.filter(({ state }) => state === "running").length;
  const versions = [...new Set(members.map(({ version }) => version))].join(", ");
  return html`<div class="component ${up < members.length && "degraded"}"><h4>${component}<span>${up}/${members.length}</span></h4>
<ul>${members.map(memberChip)}</ul><p class="version">${versions}</p></div>`;
}

function memberChip(member: Member): Markup {
  const about = [member.name, member.state, member.version, member.url, member.detail].filter((part) => part);
  const why = member.detail ?? member.state;
  return html`<li class="${member.state}" title="${about.join(" · ")}"><span aria-hidden="true">${stateMarks[member.state]}</span> ${member.name}${member.state !== "running" && html` <em>${why}</em>`}</li>`;
}
