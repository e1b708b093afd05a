import { z } from "zod";
import { deleteRules, postRuleGroup, readRules } from "../../loki/rules.ts";
import type { Probe } from "../../probe/probe.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import { quietRules } from "./quiet-rules.ts";
import { newSecrets, owners, stranger } from "./secrets.ts";
import { type Deed, deed, type Sighting, sighting } from "./sighting.ts";
import { witness } from "./witness.ts";

const rulesRecord = z.strictObject({
  /** Each owner's request to store a rule group. The namespace has the same name for both owners. */
  posts: z.array(deed),
  reads: z.array(sighting),
  /** Attempts by the other owner to delete a rule group, and by a stranger to delete the namespace. */
  trespasses: z.array(deed),
  /**
   * The rules that each owner sees after other tenants tried to delete them. The owner's own rule group must still be
   * listed.
   */
  afterTrespass: z.array(sighting),
  /** Each owner's deletion of its own rule namespace. */
  deletes: z.array(deed),
});
export type RulesRecord = z.infer<typeof rulesRecord>;

/**
 * Reads and deletes rules that two tenants store under the same name, as the right tenant and as others. Leaves no
 * rules behind.
 */
export const rulesProbe: Probe<RulesRecord> = {
  id: "isolation.rules",
  phase: "before",
  record: rulesRecord,
  timeoutMs: 60_000,
  planned: (plan) => plan.replicas.ruler > 0 && !isSingleTenant(plan),
  async observe(context, signal) {
    const secrets = newSecrets(context);
    const { see, act } = witness(secrets, signal);
    const { words, marker: namespace } = secrets;
    const url = context.stack.gatewayUrl;
    const read = (reader: string, below: string): Promise<Sighting> =>
      see(below === "" ? "all rules" : "rules of the namespace", reader, (caller) =>
        readRules(url, caller, below),
      );
    const remove = (tenant: string, below: string): Promise<Deed> =>
      act(`delete rules ${below}`, tenant, (caller) => deleteRules(url, below, caller));
    const post = (tenant: (typeof owners)[number]): Promise<Deed> =>
      act("post rules", tenant, (caller) => postRuleGroup(url, quietRules(namespace, words[tenant]), caller));

    const posts = await Promise.all(owners.map(post));
    const asked = [...owners, stranger].flatMap((reader) => [
      read(reader, ""),
      read(reader, `/${namespace}`),
    ]);
    const reads = await Promise.all(asked);
    const [one, other] = owners;
    const trespasses = await Promise.all([
      remove(one, `/${namespace}/${words[other]}`),
      remove(other, `/${namespace}/${words[one]}`),
      remove(stranger, `/${namespace}`),
    ]);
    const afterTrespass = await Promise.all(owners.map((owner) => read(owner, `/${namespace}`)));
    const deletes = await Promise.all(owners.map((owner) => remove(owner, `/${namespace}`)));
    return { posts, reads, trespasses, afterTrespass, deletes };
  },
};
