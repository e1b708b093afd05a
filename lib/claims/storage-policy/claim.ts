import type { Claim } from "../../probe/claim.ts";
import { bucketPolicyProbe } from "./bucket-policy.probe.ts";
import { credentialsProbe } from "./credentials.probe.ts";

export const storagePolicy: Claim = {
  suite: "storage-policy",
  probes: [bucketPolicyProbe, credentialsProbe],
};
