import type { JsonObject } from "../base/json.ts";
import { layerValues } from "../plan/chart/layer-values.ts";
import type { ChartProblem } from "./chart-problem.ts";
import { HelmError } from "./helm-command.ts";
import type { Manifests } from "./manifests.ts";

interface Remedy {
  readonly says: RegExp;
  readonly at: (match: RegExpExecArray) => string;
  /** Returns values that avoid this refusal of the chart, so that the next refusal can be found. */
  readonly values: (match: RegExpExecArray) => JsonObject;
  readonly instead: (match: RegExpExecArray) => string;
}

/**
 * Known reasons for which the chart refuses to render (charts 6.29.0 and 6.55.0: templates/validate.yaml, the
 * disruption budgets, _helpers.tpl).
 */
const remedies: readonly Remedy[] = [
  {
    says: /`\.Values\.(\w+)\.maxUnavailable` must be set/,
    at: ([, name]) => `${name}.maxUnavailable`,
    values: ([, name = ""]) => ({ [name]: { maxUnavailable: 1 } }),
    instead: ([, name]) => `${name}: { maxUnavailable: 1 }`,
  },
  {
    says: /more than zero replicas configured for scalable targets \(backend, read, write\) and distributed/,
    at: () => "read.replicas, write.replicas, backend.replicas",
    values: () => ({ read: { replicas: 0 }, write: { replicas: 0 }, backend: { replicas: 0 } }),
    instead: () => "0 for each; the chart's default is 3",
  },
  {
    says: /more than zero replicas configured for both the single binary and/,
    at: () => "singleBinary.replicas",
    values: () => ({ singleBinary: { replicas: 0 } }),
    instead: () => "singleBinary: { replicas: 0 }",
  },
  {
    says: /You must provide a schema_config/,
    at: () => "loki.schemaConfig",
    values: () => ({ loki: { useTestSchema: true } }),
    instead: () => "the periods of your index: from, store, object_store, schema, index",
  },
];

/** The maximum number of the chart's refusals to collect, each of which needs another rendering. */
const mostRefusals = 25;

export interface Rendered {
  readonly refusals: readonly ChartProblem[];
  /** The manifests of the chart, rendered with all refusals corrected; undefined if a refusal is not known. */
  readonly manifests: Manifests | undefined;
}

/**
 * Renders the chart. After each refusal, notes it, corrects the values and renders again. Helm reports one refusal at a
 * time, but the user wants to see all refusals.
 */
export async function renderThroughRefusals(
  values: JsonObject,
  render: (values: JsonObject) => Promise<Manifests>,
): Promise<Rendered> {
  const refusals: ChartProblem[] = [];
  let tried = values;
  while (refusals.length < mostRefusals) {
    try {
      return { refusals, manifests: await render(tried) };
    } catch (error) {
      if (!(error instanceof HelmError)) throw error;
      const { problem, remedy } = readRefusal(error.said);
      const again = refusals.some(({ at, what }) => at === problem.at && what === problem.what);
      if (!again) refusals.push(problem);
      if (again || remedy === undefined) return { refusals, manifests: undefined };
      tried = layerValues(tried, remedy);
    }
  }
  return { refusals, manifests: undefined };
}

function readRefusal(said: string): { readonly problem: ChartProblem; readonly remedy?: JsonObject } {
  for (const { says, at, values, instead } of remedies) {
    const match = says.exec(said);
    if (match === null) continue;
    const problem = { kind: "refused", at: at(match), what: said, instead: instead(match) } as const;
    return { problem, remedy: values(match) };
  }
  return { problem: { kind: "refused", at: "the chart", what: said, instead: "what the chart asks for" } };
}
