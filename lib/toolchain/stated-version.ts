import { execa } from "execa";
import type { Pin } from "./pins.ts";

const versionTimeoutMs = 20_000;

export interface Stated {
  /** The version that a program prints; undefined if the program prints none. */
  readonly version: string | undefined;
  /** The first line of a program's output, or why there is no output; for messages. */
  readonly said: string;
}

/** Runs the program to get its version. Throws only on abort: a program that cannot run has no version. */
export async function statedVersion(pin: Pin, path: string, signal: AbortSignal): Promise<Stated> {
  const ran = await execa(path, [...pin.versionArgs], {
    all: true,
    reject: false,
    stdin: "ignore",
    timeout: versionTimeoutMs,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  const firstLine = ran.all.split("\n").find((line) => line.trim() !== "");
  if (ran.failed) return { version: undefined, said: firstLine ?? ran.shortMessage ?? "nothing" };
  return { version: pin.stated(ran.all), said: firstLine ?? "nothing" };
}
