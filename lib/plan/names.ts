import { z } from "zod";

/**
 * A tenant id that Loki accepts: these characters, at most 150 bytes, neither "." nor ".." (dskit tenant/tenant.go
 * ValidTenantID, as used by Loki 3.7.8). In double quotes, none of these characters is special to nginx or a shell.
 */
export const tenantName: z.ZodString = z
  .string()
  .regex(
    /^[A-Za-z0-9!_.*'()-]{1,150}$/,
    "expected a tenant id that Loki accepts: at most 150 letters, digits and !_.*'()-",
  )
  .regex(/^(?!\.{1,2}$)/, 'expected a tenant id that Loki accepts: not "." and not ".."');

/**
 * Returns the schema of a record whose keys are tenant ids. Its error for a bad key says what is wrong with the key.
 */
export function byTenant<T extends z.ZodType>(value: T): z.ZodRecord<typeof tenantName, T> {
  return z.record(tenantName, value, {
    error: ({ code, issues }) => (code === "invalid_key" ? reasonsOf(issues) : undefined),
  });
}

function reasonsOf(issues: unknown): string {
  return z
    .array(z.looseObject({ message: z.string() }))
    .parse(issues)
    .map(({ message }) => message)
    .join("; ");
}

/**
 * The maximum length of a scenario's name. A run id begins with the name, and is used as a folder name, a Kubernetes
 * label and a part of other Kubernetes names. Kubernetes allows 63 characters, of which the run id's time and process
 * take 22.
 */
export const longestScenarioName = 40;
export const scenarioName: z.ZodString = z
  .string()
  .regex(
    new RegExp(`^(?=.{1,${longestScenarioName}}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$`),
    `expected at most ${longestScenarioName} lower-case letters, digits and hyphens, no hyphen at an end`,
  );

/**
 * The name of a breakage, which is only printed and matched. If a run has several breakages, their names are joined by
 * "+".
 */
export const breakageName: z.ZodString = z
  .string()
  .max(1000)
  .regex(/^[A-Za-z0-9][\w.+-]*$/, "expected letters, digits, dots, hyphens and underscores");

/**
 * A valid S3 bucket name, by the rules for general purpose buckets:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const bucketName: z.ZodString = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "expected a bucket name as S3 has it: 3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at each end",
  )
  .regex(
    /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)/,
    "expected a bucket name that is no IP address, without two dots in a row",
  )
  .regex(
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)/,
    "expected a bucket name without a prefix or suffix that S3 keeps for itself",
  );

/**
 * A Loki version number with major version 3. Loki is built from its Go module github.com/grafana/loki/v3, or its image
 * is pulled, so no other major version is available. Only the build or the pull shows whether the release exists.
 */
export const lokiRelease: z.ZodString = z
  .string()
  .regex(
    /^3\.(0|[1-9]\d?)\.(0|[1-9]\d?)$/,
    "expected a release of Loki 3, such as 3.7.8 (3.5.7, 3.6.4, 3.7.7 and 3.7.8 were tried): other major versions are not supported",
  );

/** A check's id, or a prefix of several ids that ends in `*`. */
export const checkPattern: z.ZodString = z
  .string()
  .max(200)
  .regex(
    /^([a-z0-9][a-z0-9.-]*\*?|\*)$/,
    "expected a check's id such as ring.members, or its beginning and a * such as ring.*",
  );

/**
 * A reference to something that the same file names elsewhere. Whether the named thing exists is checked later, with
 * the whole file.
 */
export const reference: z.ZodString = z.string().min(1).max(200);
export const schemaUrl: z.ZodString = z.string().max(4096);

/** The name of a suite, which is the file suites/NAME.suite.ts. */
export const suiteName: z.ZodString = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9.-]*$/, "expected the name of a suite, such as ring");
