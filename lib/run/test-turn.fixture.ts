/** Which part of the long lists runs: TEST_TURN=2/3 is the second of three parts. Without it every list is complete. */
const turnVariable = "TEST_TURN";

/** Returns the part of a list whose turn it is: every n-th element, so that neighbours take different turns. */
export function inTurn<T>(list: readonly T[], turn = process.env[turnVariable]): readonly T[] {
  if (turn === undefined || turn === "") return list;
  const { part, parts } = parseTurn(turn);
  return list.filter((_, index) => index % parts === part - 1);
}

function parseTurn(turn: string): { readonly part: number; readonly parts: number } {
  const [part = 0, parts = 0] = /^(\d+)\/(\d+)$/.exec(turn)?.slice(1).map(Number) ?? [];
  if (part < 1 || part > parts) throw new Error(`${turnVariable}=${turn}: expected PART/PARTS, such as 1/3`);
  return { part, parts };
}
