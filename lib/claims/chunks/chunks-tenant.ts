/** The tenant that the chunks probes write to. Its overrides are in claim.ts. */
export const chunksTenant = "lokiproof-chunks";
