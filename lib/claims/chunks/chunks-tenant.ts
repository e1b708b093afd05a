/** The tenant that chunks are tried with; its overrides are in lib/scenario/test-tenants.ts. */
export const chunksTenant = "lokiproof-chunks";
