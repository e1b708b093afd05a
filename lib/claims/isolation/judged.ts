import type { Deed, Sighting } from "./sighting.ts";

/** Returns a sentence for each reader that was shown another tenant's data. */
export function leaks(sightings: readonly Sighting[]): readonly string[] {
  return sightings.flatMap(({ path, via, reader, sees }) => {
    const others = sees.filter((owner) => owner !== reader);
    return others.length === 0 ? [] : [`${as(reader)} sees ${others.join(", ")} on ${path} (${via})`];
  });
}

/**
 * Returns a sentence for each reader that did not see its own data on a path that must show it. Without its own data, a
 * reader's answer does not prove isolation.
 */
export function blind(
  sightings: readonly Sighting[],
  mustSee: (path: string, reader: string) => boolean,
): readonly string[] {
  return sightings
    .filter(({ path, reader, sees }) => reader !== null && mustSee(path, reader) && !sees.includes(reader))
    .map((one) => `${as(one.reader)} does not see its own data on ${one.path} (${one.via}): ${told(one)}`);
}

/** Returns a sentence for each combination of path and reader that the record lacks. */
export function unasked(
  sightings: readonly Sighting[],
  asked: readonly (readonly [path: string, reader: string | null])[],
): readonly string[] {
  return asked
    .filter(([path, reader]) => !sightings.some((one) => one.path === path && one.reader === reader))
    .map(
      ([path, reader]) =>
        `${path} was not queried ${reader === null ? "without X-Scope-OrgID" : `as ${reader}`}`,
    );
}

interface Answered {
  readonly status: number;
  readonly said?: string | undefined;
}

/** Returns whether the request got no answer or a server error. Neither shows whether Loki would refuse the request. */
export function unanswered({ status }: Answered): boolean {
  return status === 0 || status >= 500;
}

/** Returns whether the answer shows that Loki let the request in: any status other than 401 or a server error. */
export function letIn(answer: Answered): boolean {
  return !unanswered(answer) && answer.status !== 401;
}

export function told({ status, said }: Answered): string {
  return `${status === 0 ? "no answer" : status}${said ? ` ${JSON.stringify(said)}` : ""}`;
}

export function nameOf(one: Deed | Sighting): string {
  return `${"what" in one ? one.what : one.path} (${one.via}): ${told(one)}`;
}

function as(reader: string | null): string {
  return reader ?? "a request without X-Scope-OrgID";
}
