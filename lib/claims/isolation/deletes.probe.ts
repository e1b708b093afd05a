import { z } from "zod";
import { addDelete, cancelDelete, deleteIdOf, listDeletes } from "../../loki/delete-requests.ts";
import type { Probe } from "../../probe/probe.ts";
import { retentionIsOn } from "../../promises/retention.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import { newSecrets, type Owner, owners, type Secrets, stranger } from "./secrets.ts";
import { type Deed, deed, type Sighting, sighting } from "./sighting.ts";
import { witness } from "./witness.ts";

const deletesRecord = z.strictObject({
  /** Each owner's request to Loki's deletion API to delete a stream that does not exist. */
  posts: z.array(deed),
  reads: z.array(sighting),
  /** Other tenants' attempts to cancel an owner's delete request. */
  trespasses: z.array(deed),
  /**
   * The delete requests that each owner sees after other tenants tried to cancel them. The owner's own request must
   * still be listed.
   */
  afterTrespass: z.array(sighting),
  /** Each owner's cancellation of its own delete request. */
  cancels: z.array(deed),
});
export type DeletesRecord = z.infer<typeof deletesRecord>;

/**
 * Lists and cancels delete requests of two tenants, as the right tenant and as others. In loki#18585 a tenant saw the
 * requests of tenants whose names begin with its own name. Nothing is deleted: no stream matches, and all requests are
 * cancelled.
 */
export const deletesProbe: Probe<DeletesRecord> = {
  id: "isolation.deletes",
  phase: "before",
  record: deletesRecord,
  timeoutMs: 60_000,
  planned: (plan) => !isSingleTenant(plan) && retentionIsOn(plan),
  async observe(context, signal) {
    const secrets = newSecrets(context);
    const { see, act } = witness(secrets, signal);
    const url = context.stack.gatewayUrl;
    const ids = new Map<Owner, string>();
    const post = (tenant: Owner): Promise<Deed> =>
      act("ask for a delete", tenant, async (caller) => {
        const answer = await addDelete(url, nothingOf(tenant, secrets, context.clock.now()), caller);
        ids.set(tenant, deleteIdOf(answer) ?? "none");
        return answer;
      });
    const list = (reader: string): Promise<Sighting> =>
      see("delete requests", reader, (caller) => listDeletes(url, caller));
    const cancel = (tenant: string, owner: Owner): Promise<Deed> =>
      act(`cancel ${owner}'s delete`, tenant, (caller) =>
        cancelDelete(url, ids.get(owner) ?? "none", caller),
      );

    const posts = await Promise.all(owners.map(post));
    const readers = [...owners, stranger];
    const reads = await Promise.all(readers.map(list));
    const foreign = readers.flatMap((reader) =>
      owners.filter((owner) => owner !== reader).map((owner) => cancel(reader, owner)),
    );
    const trespasses = await Promise.all(foreign);
    const afterTrespass = await Promise.all(owners.map(list));
    const cancels = await Promise.all(owners.map((owner) => cancel(owner, owner)));
    return { posts, reads, trespasses, afterTrespass, cancels };
  },
};

/**
 * Returns a delete request that matches no stream. The request's query contains the owner's secret word, which shows in
 * a list whose request it is.
 */
function nothingOf(
  owner: Owner,
  { words }: Secrets,
  nowMs: number,
): { query: string; startS: number; endS: number } {
  const endS = Math.floor(nowMs / 1000) - 60;
  return { query: `{lokiproof_nothing="${words[owner]}"}`, startS: endS - 60, endS };
}
