/** Whose pushes measure what the gateway lets through (lib/scenario/test-tenants.ts); no other probe writes to it. */
export const gatewayTenant = "lokiproof-gateway";
