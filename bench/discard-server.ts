import { createServer } from "node:http";

/**
 * An HTTP server that reads every request completely, answers 204 and keeps nothing. Its first line of output is its
 * port.
 */
const server = createServer((request, response) => {
  request.resume();
  request.once("end", () => response.writeHead(204).end());
});
// Keeps idle connections open like a gateway (nginx's keepalive_timeout), because a virtual user might pause between
// pushes at a low rate.
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});
