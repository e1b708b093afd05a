import { anyNumber, duration, either, quantity, text, type ValueShape, wholeNumber } from "./value-shape.ts";

/**
 * The accepted values of the chart's caches: sizes and times only. The chart sets their addresses and the
 * flags of memcached.
 */
export const cacheSizes: Readonly<Record<string, ValueShape>> = {
  allocatedMemory: anyNumber,
  allocatedCPU: quantity,
  maxItemMemory: anyNumber,
  connectionLimit: wholeNumber,
  batchSize: wholeNumber,
  parallelism: wholeNumber,
  timeout: duration,
  defaultValidity: duration,
  writebackBuffer: wholeNumber,
  writebackParallelism: wholeNumber,
  writebackSizeLimit: either(wholeNumber, text("a size such as 500MB", /^\d{1,15} ?([KMGT]i?)?B$/)),
};
