/** The tenant whose pushes measure the gateway's limits (claim.ts). No other probe writes to it. */
export const gatewayTenant = "lokiproof-gateway";
