import { z } from "zod";
import type { Kube } from "./kube.ts";
import { listObjects, metadata, type Selection } from "./list-objects.ts";

const eventObject = z.object({
  metadata,
  type: z.string().default("Normal"),
  reason: z.string().default(""),
  message: z.string().default(""),
  count: z.int().nullish(),
  involvedObject: z.object({ kind: z.string().default(""), name: z.string().default("") }),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
});

export interface KubeEvent {
  /** The Kubernetes event's type: "Normal" or "Warning". */
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** The object that the Kubernetes event is about, such as "Pod/loki-ingester-0". */
  readonly about: string;
  /** The time of the Kubernetes event in ISO 8601; empty if the event has none. */
  readonly at: string;
}

/** Returns the events of a namespace, oldest first. Kubernetes keeps events for an hour. */
export async function listEvents(
  kube: Kube,
  selection: Selection & { readonly signal: AbortSignal },
): Promise<readonly KubeEvent[]> {
  const events = await listObjects(kube, "api/v1/events", eventObject, selection);
  return events.map(eventOf).sort((a, b) => (a.at < b.at ? -1 : 1));
}

function eventOf(event: z.infer<typeof eventObject>): KubeEvent {
  const { type, reason, message, involvedObject: about } = event;
  return {
    type,
    reason,
    message,
    count: event.count ?? 1,
    about: `${about.kind}/${about.name}`,
    at: event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? "",
  };
}
