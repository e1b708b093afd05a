import type { ChartProblem } from "./chart-problem.ts";
import { fullName } from "./image-name.ts";

/** Returns a problem for each image that a chart would run but that is in no given image archive. */
export function missingImages(wanted: readonly string[], there: readonly string[]): readonly ChartProblem[] {
  return wanted
    .filter((image) => !there.includes(fullName(image)))
    .map((image) => ({
      kind: "refused",
      at: "--images",
      what: `${fullName(image)} is in no archive`,
      instead: `one of ${there.join(", ")}; or: docker save -o image.tar ${image}`,
    }));
}
