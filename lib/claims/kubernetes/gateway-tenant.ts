/** Whose pushes measure what the gateway lets through (claim.ts); no other probe writes to it. */
export const gatewayTenant = "lokiproof-gateway";
