import { usageError } from "../base/errors.ts";
import { type Platform, platformKey } from "./platform.ts";

/**
 * The Go source of a program to build: package `main` of `module` at `version`, with variables set by `-X name=value`.
 */
export interface GoSource {
  readonly module: string;
  readonly version: string;
  readonly main: string;
  readonly stamps: Readonly<Record<string, string>>;
}

/**
 * A release artefact: its `path` below the base URL of releases, its SHA-256, and the program's name inside it
 * (`member`).
 */
export interface Release {
  readonly path: string;
  readonly format: "raw" | "zip" | "tar.gz";
  readonly member: string;
  readonly sha256: string;
}

type PinnedProgram = "loki" | "minio" | "k6";

export interface Pin {
  readonly name: PinnedProgram | "kind" | "helm";
  readonly version: string;
  readonly versionArgs: readonly string[];
  /**
   * Extracts the version from what the program prints when it is run with `versionArgs`. Returns undefined if the
   * program does not know its version.
   */
  readonly stated: (output: string) => string | undefined;
  /** The version that `stated` must return for a program that matches this pin. */
  readonly answers: string;
  readonly source: GoSource;
  /**
   * The pinned release to download. Absent if no digest of the artefact is known; in that case the program is built.
   */
  readonly release?: Release;
}

/**
 * SHA-256 digests of release artefacts, by `<name>-<version>-<os>-<arch>`. They must be computed from the artefact
 * itself, never copied from a web page. None is known yet, so every program is built and none is downloaded.
 */
const digests: Digests = {};
type Digests = Readonly<Record<string, string>>;

const k6Version = "1.8.1";
const minioVersion = "v0.0.0-20260212201848-7aac2a2c5b7c";
const lokiModule = "github.com/grafana/loki/v3";

/** Returns the pinned programs. Loki has the version that the scenario names. */
export function pins(
  lokiVersion: string,
  platform: Platform,
  known: Digests = digests,
): Readonly<Record<PinnedProgram, Pin>> {
  return { loki: lokiPin(lokiVersion, platform, known), minio: minioPin(), k6: k6Pin(platform, known) };
}

/**
 * Returns the pin of Loki. `loki -version` prints "loki, version 3.7.8 (branch: ..." first (prometheus/common/version).
 */
function lokiPin(version: string, platform: Platform, known: Digests): Pin {
  if (!/^3\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
    throw usageError(
      `Loki ${version}: expected a version such as 3.7.8 (major version 3), got "${version}"`,
      {
        code: "LOKI_VERSION",
        hint: "lokiproof tools --loki 3.7.8",
      },
    );
  }
  const asset = `loki-${platformKey(platform)}`;
  return {
    name: "loki",
    version,
    versionArgs: ["-version"],
    stated: (output) => /^loki, version v?(\d+\.\d+\.\d+\S*)/m.exec(output)?.[1],
    answers: version,
    source: {
      module: lokiModule,
      version: `v${version}`,
      main: `${lokiModule}/cmd/loki`,
      stamps: { [`${lokiModule}/pkg/util/build.Version`]: version },
    },
    ...released(known[`loki-${version}-${platformKey(platform)}`], {
      path: `/grafana/loki/releases/download/v${version}/${asset}.zip`,
      format: "zip",
      member: asset,
    }),
  };
}

/**
 * Returns the pin of MinIO. MinIO no longer publishes releases, so a commit is pinned and built. `minio --version`
 * prints that commit: "minio version RELEASE.2025-... (commit-id=7aac2a2c5b7c...)" (cmd/main.go).
 */
function minioPin(): Pin {
  const commit = minioVersion.slice(minioVersion.lastIndexOf("-") + 1);
  return {
    name: "minio",
    version: minioVersion,
    versionArgs: ["--version"],
    stated: (output) => /^minio version .*\(commit-id=([0-9a-f]{12})[0-9a-f]*\)/m.exec(output)?.[1],
    answers: commit,
    source: {
      module: "github.com/minio/minio",
      version: minioVersion,
      main: "github.com/minio/minio",
      stamps: { "github.com/minio/minio/cmd.CommitID": commit },
    },
  };
}

/**
 * Returns the pin of k6. `k6 version` prints "k6 v1.8.1 (go1.26.8, linux/amd64)"; a released binary also prints
 * "commit/..." inside the parentheses.
 */
export function k6Pin(platform: Platform, known: Digests = digests): Pin {
  const os = platform.os === "darwin" ? "macos" : platform.os;
  const asset = `k6-v${k6Version}-${os}-${platform.arch}`;
  const format = platform.os === "darwin" ? "zip" : "tar.gz";
  return {
    name: "k6",
    version: k6Version,
    versionArgs: ["version"],
    stated: (output) => /^k6 v(\d+\.\d+\.\d+\S*)/m.exec(output)?.[1],
    answers: k6Version,
    source: { module: "go.k6.io/k6", version: `v${k6Version}`, main: "go.k6.io/k6", stamps: {} },
    ...released(known[`k6-${k6Version}-${platformKey(platform)}`], {
      path: `/grafana/k6/releases/download/v${k6Version}/${asset}.${format}`,
      format,
      member: `${asset}/k6`,
    }),
  };
}

function released(
  sha256: string | undefined,
  artefact: Omit<Release, "sha256">,
): { readonly release?: Release } {
  return sha256 === undefined ? {} : { release: { ...artefact, sha256 } };
}
