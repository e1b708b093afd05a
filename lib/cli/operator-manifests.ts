import { stringify } from "yaml";
import { usageError } from "../base/errors.ts";
import { ownCommand } from "../base/own-command.ts";
import { loadNamespaceName } from "../generator/pods/generator-pods.ts";
import { testRunManifests } from "../generator/pods/test-run-manifests.ts";
import { describeFault } from "../plan/fault-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { GeneratorFlags } from "./generator-options.ts";

/** Returns the YAML to apply so that k6-operator runs a plan's load, with instructions for getting the report. */
export function operatorManifests(plan: Plan, flags: GeneratorFlags): string {
  const { generators = 2, generatorImage: image, generatorsGateway: gatewayUrl } = flags;
  if (image === undefined || gatewayUrl === undefined || !URL.canParse(gatewayUrl)) {
    const got = `--generator-image ${image ?? "(none)"} --generators-gateway ${gatewayUrl ?? "(none)"}`;
    throw usageError(
      `plan --k6-operator: expected --generator-image and --generators-gateway (the gateway's URL inside the cluster), got ${got}`,
      {
        code: "NO_GENERATORS",
        hint: "--generator-image registry/lokiproof:0.1.0 --generators-gateway http://loki-gateway.loki.svc",
      },
    );
  }
  refuseFaults(plan);
  const documents = testRunManifests({ plan, image, gatewayUrl, generators });
  return `${howTo(plan)}${documents.map((one) => `---\n${stringify(one, { lineWidth: 0, aliasDuplicateObjects: false })}`).join("")}`;
}

/** Throws usageError if the plan has faults, because k6-operator cannot inject them during the load. */
function refuseFaults({ faults }: Plan): void {
  if (faults.length === 0) return;
  throw usageError(
    `plan --k6-operator: k6-operator cannot inject the plan's faults: ${faults.map(describeFault).join(", ")}`,
    {
      code: "NOT_FOR_OPERATOR",
      hint: "lokiproof run --stack cluster --generators N   injects them, with generators in pods",
    },
  );
}

function howTo({ runId, tenants }: Plan): string {
  const namespace = loadNamespaceName(runId);
  const historic = Object.values(tenants).some(({ history }) => history !== undefined);
  return [
    `# The load of ${runId}, for k6-operator 1.x.`,
    "#   kubectl apply -f THIS_FILE",
    `#   kubectl -n ${namespace} get testruns -w                  until each is "finished"`,
    `#   kubectl cp ${namespace}/records:/run/lokiproof reports/${runId}`,
    `#   ${ownCommand(["merge", `reports/${runId}`])}`,
    `#   kubectl delete namespace ${namespace}`,
    ...(historic
      ? ["# The plan's history is not written: no answer to a query is compared with what it should be."]
      : []),
    "",
  ].join("\n");
}
