import { createServer } from "node:http";

/** Reads every request completely, answers 204 and keeps nothing. Prints its port as its first line. */
const server = createServer((request, response) => {
  request.resume();
  request.once("end", () => response.writeHead(204).end());
});
// Keeps idle connections open like a gateway (nginx's keepalive_timeout), because a virtual user may pause
// between pushes at a low rate.
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});
