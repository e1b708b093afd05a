/** The tenant that chunks are tried with; its overrides are in claim.ts. */
export const chunksTenant = "lokiproof-chunks";
