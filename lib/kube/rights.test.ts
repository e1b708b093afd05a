import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { attachRights, clusterRights, type Right } from "./rights.ts";

const rule = z.object({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
});
const object = z.object({ kind: z.string(), rules: z.array(rule).default([]) });

/** Returns "group/resource verb" for every rule in a manifest of deploy/rbac. */
function granted(file: string): readonly string[] {
  const path = join(import.meta.dirname, "..", "..", "deploy", "rbac", file);
  const objects = parseAllDocuments(readFileSync(path, "utf8")).map((one) => object.parse(one.toJS()));
  return objects.flatMap(({ rules }) =>
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => `${group}/${resource} ${verb}`)),
      ),
    ),
  );
}

const asked = (rights: readonly Right[]): readonly string[] =>
  rights.flatMap(({ group, resource, verbs }) => verbs.map((verb) => `${group}/${resource} ${verb}`));

describe("the manifests of what lokiproof may do", () => {
  it("grant what attaching asks for, and nothing else", () => {
    expect(granted("attach.yaml")).to.have.members(asked(attachRights));
    expect(granted("attach-all-namespaces.yaml")).to.have.members(asked(clusterRights));
  });

  it("let nothing be changed", () => {
    const verbs = new Set(
      [...attachRights, ...clusterRights].flatMap((right) =>
        right.resource === "pods/portforward" ? [] : right.verbs,
      ),
    );
    expect([...verbs]).to.have.members(["get", "list"]);
  });
});
