/**
 * A text for failure messages: the effect of each form of `server_address` (pkg/indexgateway/client.go, 3.7.8;
 * measured.md).
 */
export const addressForms =
  "`dns+HOST:PORT` (also `dnssrv+`, `dnssrvnoa+`) is resolved to every address and lookups are spread over them, " +
  "`HOST:PORT,HOST:PORT` is spread over the list, `dns:///HOST:PORT` is one address dialled without round robin " +
  "(all lookups reach one gateway), `mode: ring` takes the gateways from their ring, " +
  "and an empty address in simple mode makes the querier read the index itself";
