import type { Deed, Sighting } from "./sighting.ts";

/** Sentences about those who were shown another's data. */
export function leaks(sightings: readonly Sighting[]): readonly string[] {
  return sightings.flatMap(({ path, via, reader, sees }) => {
    const others = sees.filter((owner) => owner !== reader);
    return others.length === 0 ? [] : [`${as(reader)} sees ${others.join(", ")} on ${path} (${via})`];
  });
}

/** Sentences about those who did not see their own data where they must: of them a path proves nothing. */
export function blind(
  sightings: readonly Sighting[],
  mustSee: (path: string, reader: string) => boolean,
): readonly string[] {
  return sightings
    .filter(({ path, reader, sees }) => reader !== null && mustSee(path, reader) && !sees.includes(reader))
    .map((one) => `${as(one.reader)} does not see its own data on ${one.path} (${one.via}): ${told(one)}`);
}

/** Those asked of whom there is no sighting: a record that holds less than all proves less than all. */
export function unasked(
  sightings: readonly Sighting[],
  asked: readonly (readonly [path: string, reader: string | null])[],
): readonly string[] {
  return asked
    .filter(([path, reader]) => !sightings.some((one) => one.path === path && one.reader === reader))
    .map(([path, reader]) => `${as(reader)} was not asked for ${path}`);
}

interface Answered {
  readonly status: number;
  readonly said?: string | undefined;
}

/** No answer, or a failure on the way to one: neither a refusal nor its absence. */
export function unanswered({ status }: Answered): boolean {
  return status === 0 || status >= 500;
}

/** Answered, and not with 401. */
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
