import { isObject, type Json, type JsonObject, settingAt, textAt } from "../../base/json.ts";

/** Where Loki keeps its chunks, as it runs; without credentials. */
export interface LearnedBucket {
  readonly bucket: string;
  /** As Loki has it: a URL, or a host; empty for AWS's own. */
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
  /** Where the endpoint has no scheme: it is http. */
  readonly insecure: boolean;
}

/**
 * Reads the bucket out of a running config: of Loki's own S3 client (`storage_config.aws`, into which
 * `common.storage.s3` is copied) or the Thanos one (`storage_config.object_store.s3`, `use_thanos_objstore`), or of a named
 * store, whichever the schema's last period names (pkg/storage/factory.go, 3.7.8). Undefined where it is no S3.
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

/** s3://KEY:SECRET@host/bucket: a host without a dot is a region, and the endpoint then AWS's own. */
function urlParts(text: string): Pick<LearnedBucket, "bucket" | "endpoint" | "region"> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { bucket: "", endpoint: "", region: "" };
  const bucket = url.pathname.replace(/^\//, "");
  return url.hostname.includes(".")
    ? { bucket, endpoint: url.host, region: "" }
    : { bucket, endpoint: "", region: url.hostname };
}

/** A service of a cluster's own DNS, and the port; undefined for any other address. */
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
