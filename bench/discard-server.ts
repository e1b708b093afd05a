import { createServer } from "node:http";

/** Takes every request whole, answers 204 and keeps nothing. Its port is its first line. */
const server = createServer((request, response) => {
  request.resume();
  request.once("end", () => response.writeHead(204).end());
});
// As a gateway does (nginx's keepalive_timeout): at few pushes a second each virtual user waits for its next turn.
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});
