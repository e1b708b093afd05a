import { isObject, type Json, type JsonObject, settingAt, textAt } from "../../base/json.ts";

/** The S3 bucket that a running Loki keeps its chunks in, without credentials. */
export interface LearnedBucket {
  readonly bucket: string;
  /** The S3 endpoint in Loki's config: a URL or a host; empty for AWS's default endpoint. */
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
  /** True if an S3 endpoint without a scheme means http. */
  readonly insecure: boolean;
}

/**
 * Returns the S3 bucket in a running Loki's config. The schema's last period decides which store counts
 * (pkg/storage/factory.go, 3.7.8): Loki's own S3 client (`storage_config.aws`, into which `common.storage.s3` is
 * copied), or a named store. With `use_thanos_objstore` the Thanos client's store counts
 * (`storage_config.object_store.s3`). Returns undefined if the store is not S3.
 */
export function learnBucket(config: JsonObject): LearnedBucket | undefined {
  const store = lastObjectStore(config);
  if (settingAt(config, ["storage_config", "use_thanos_objstore"]) === true) return thanosBucket(config);
  const named = settingAt(config, ["storage_config", "named_stores", "aws", store]);
  const s3 = isObject(named) ? named : settingAt(config, ["storage_config", "aws"]);
  if (!isObject(s3) || !(isObject(named) || store === "s3" || store === "aws")) return undefined;
  const url = urlParts(textAt(s3, ["s3"]));
  const bucket = (textAt(s3, ["bucketnames"]) || url.bucket).split(",")[0] ?? "";
  if (bucket === "") return undefined;
  return {
    bucket,
    endpoint: textAt(s3, ["endpoint"]) || url.endpoint,
    region: textAt(s3, ["region"]) || url.region,
    forcePathStyle: s3["s3forcepathstyle"] === true,
    insecure: s3["insecure"] === true,
  };
}

function lastObjectStore(config: JsonObject): string {
  const periods = settingAt(config, ["schema_config", "configs"]);
  const last: Json | undefined = Array.isArray(periods) ? periods.at(-1) : undefined;
  return isObject(last) ? textAt(last, ["object_store"]) : "";
}

function thanosBucket(config: JsonObject): LearnedBucket | undefined {
  const s3 = settingAt(config, ["storage_config", "object_store", "s3"]);
  const bucket = isObject(s3) ? textAt(s3, ["bucket_name"]) : "";
  if (!isObject(s3) || bucket === "") return undefined;
  return {
    bucket,
    endpoint: textAt(s3, ["endpoint"]),
    region: textAt(s3, ["region"]),
    forcePathStyle: textAt(s3, ["bucket_lookup_type"]) === "path",
    insecure: s3["insecure"] === true,
  };
}

/**
 * Parses s3://KEY:SECRET@host/bucket. A host without a dot is the name of an AWS region, whose default endpoint is
 * used.
 */
function urlParts(text: string): Pick<LearnedBucket, "bucket" | "endpoint" | "region"> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { bucket: "", endpoint: "", region: "" };
  const bucket = url.pathname.replace(/^\//, "");
  return url.hostname.includes(".")
    ? { bucket, endpoint: url.host, region: "" }
    : { bucket, endpoint: "", region: url.hostname };
}

/** Returns the service and port of an address in the cluster's own DNS; undefined for any other address. */
export function serviceOf(
  endpoint: string,
  namespace: string,
): { readonly service: string; readonly namespace: string; readonly port: number } | undefined {
  const full = endpoint.includes("://") ? endpoint : `http://${endpoint}`;
  if (endpoint === "" || !URL.canParse(full)) return undefined;
  const { hostname, port, protocol } = new URL(full);
  const parts = hostname.split(".");
  const inside = parts.length === 1 || parts[2] === "svc";
  if (!inside || hostname === "localhost") return undefined;
  const fallback = protocol === "https:" ? 443 : 80;
  return {
    service: parts[0] ?? "",
    namespace: parts[1] ?? namespace,
    port: port === "" ? fallback : Number(port),
  };
}
