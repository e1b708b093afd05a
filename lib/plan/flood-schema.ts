import { z } from "zod";
import {
  bytesPerSecond,
  intervalS,
  lineBytes,
  pushBytes,
  seconds,
  secondsFromZero,
  streamCount,
} from "./bounds.ts";

/** The maximum number of steps in a flood. Each becomes one k6 stage; a measured rate has one step per sample. */
export const mostSteps = 20_000;

export const startS = secondsFromZero
  .default(0)
  .describe("when it begins, in seconds after the load's start");

/** One step of a flood: a constant rate, or a linear ramp to another rate. */
export const rateStep = z.strictObject({
  forS: seconds.describe("how long the step lasts, in seconds"),
  rateBytesPerSecond: bytesPerSecond.describe("bytes of log lines per second, before `scale` divides it"),
  toBytesPerSecond: bytesPerSecond
    .optional()
    .describe("the rate at the step's end, which makes the step a ramp; default: the same rate"),
});

const churn = z.strictObject({
  everyS: seconds.min(0.01).describe("how often pods are replaced, in seconds"),
  share: z.number().gt(0).max(1).describe("share of the tenant's pods that go, each time, for new ones"),
});

const labelNames = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "expected a name that Loki accepts");
const reserved = new Set(["service", "cluster", "namespace", "pod", "source", "lokiproof_run"]);

const labels = z
  .record(labelNames, z.int().positive().max(100_000))
  .refine(
    (all) => Object.keys(all).length <= 8,
    "expected at most 8 labels: Loki accepts 15 labels per stream in all",
  )
  .refine((all) => !Object.keys(all).some((name) => reserved.has(name)), {
    error: `expected other names than those every stream has: ${[...reserved].join(", ")}`,
  })
  .describe("further labels of every stream, each with so many values");

/** The fields of a flood that do not concern the flood's rate. */
const traffic = {
  streams: streamCount
    .default(12)
    .describe("streams (pods) per tenant at a time; a push carries one of them"),
  lineBytes: lineBytes.default(160).describe("mean length of a log line in bytes"),
  pushBytes: pushBytes.default(100_000).describe("bytes of log lines in one push"),
  format: z
    .enum(["snappy", "json", "json-gzip", "otlp"])
    .default("snappy")
    .describe(
      "how pushes are encoded: snappy-compressed protobuf as agents send it, or a slower form to test its path",
    ),
  churn: churn.optional().describe("pods that come and go: their streams end, and new ones begin"),
  labels: labels.optional(),
};

const burstsSpec = z
  .strictObject({
    everyS: intervalS.describe(
      "from the start of one burst to that of the next; the first is so long after the start",
    ),
    forS: seconds,
    factor: z.number().gt(1).max(10).describe("what the rate of the moment is multiplied by"),
  })
  .refine(({ everyS, forS }) => forS < everyS, "expected forS to be shorter than everyS");

const nineAmSpec = z
  .strictObject({
    baseBytesPerSecond: bytesPerSecond.positive().describe("the rate before nine"),
    baseS: seconds.default(20).describe("how long before the ramp"),
    rampS: seconds
      .default(40)
      .describe("how long the ramp to the peak takes; at a real nine it is 10 to 15 minutes"),
    peakFactor: z.number().min(1).max(10).default(3.5).describe("the rate after the ramp, in bases"),
    peakS: seconds.default(60).describe("how long the peak lasts, bursts included"),
    burstFactor: z.number().min(1).max(10).default(10).describe("the rate in a burst, in bases"),
    burstEveryS: intervalS.default(20),
    burstForS: seconds.default(5),
  })
  .refine(({ burstEveryS, burstForS }) => burstForS < burstEveryS, {
    error: "expected burstForS to be shorter than burstEveryS",
  })
  .refine(({ peakS, burstEveryS }) => peakS / burstEveryS <= mostSteps / 2, {
    error: "expected fewer bursts: raise burstEveryS or lower peakS",
  });

const replaySpec = z.strictObject({
  csv: z
    .string()
    .min(1)
    .max(4096)
    .describe(
      "file of two columns, time and bytes per second, as Grafana exports a rate; relative to the scenario",
    ),
  forS: seconds.optional().describe("compress the curve to this many seconds; default: its original length"),
});

/** A flood in a plan: its rate over time as steps, already divided by `scale`. */
export const floodSpec = z.strictObject({
  startS,
  steps: z.array(rateStep).min(1).max(mostSteps).describe("the rate over time, step after step"),
  ...traffic,
});

/** A flood in a scenario: its rate over time in one of three forms, with optional bursts on top. */
export const floodSource = z
  .strictObject({
    startS,
    steps: floodSpec.shape.steps.optional(),
    nineAm: nineAmSpec
      .optional()
      .describe("a ready-made weekday morning: a base, a ramp, a peak with bursts"),
    replay: replaySpec.optional().describe("the curve of a rate that was measured"),
    bursts: burstsSpec.optional(),
    ...traffic,
  })
  .refine(
    ({ steps, nineAm, replay }) => [steps, nineAm, replay].filter((one) => one !== undefined).length === 1,
    "expected exactly one of steps, nineAm and replay",
  );

export type RateStep = z.infer<typeof rateStep>;
export type FloodSpec = z.infer<typeof floodSpec>;
export type FloodSource = z.infer<typeof floodSource>;
export type NineAm = z.infer<typeof nineAmSpec>;
export type Bursts = z.infer<typeof burstsSpec>;
