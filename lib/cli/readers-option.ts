import type { Command } from "commander";
import type { Readers } from "../output/access.ts";

export interface ReadersFlags {
  readonly worldReadable?: boolean;
}

/** Adds `--world-readable`, which is the same on every command that writes a report. */
export function addReadersOption(command: Command): Command {
  return command.option(
    "--world-readable",
    "let every user of this machine read the report; without it, only you can",
  );
}

export function readersOf({ worldReadable }: ReadersFlags): Readers {
  return worldReadable === true ? "world" : "user";
}
