import type { PodSeen } from "./pods.probe.ts";

const versionForm = /\d+\.\d+\.\d+/;

/**
 * Returns the image of a pod's first container, which is Loki's. Sidecars come after Loki's container
 * (production/helm/loki/templates/*, 6.55.0).
 */
function lokiImage({ containers }: PodSeen): string {
  return containers[0]?.image ?? "";
}

/**
 * Returns a sentence for each problem with the versions that the pods run. Several images or charts at once mean that a
 * rollout has not ended. If an image's version differs from the plan's, the run's result is not valid for the plan. An
 * image tag without a version (a digest, "latest") is not compared.
 */
export function versionTroubles(pods: readonly PodSeen[], lokiVersion: string): readonly string[] {
  const images = Map.groupBy(pods, lokiImage);
  const charts = Map.groupBy(
    pods.filter((pod) => pod.chart !== ""),
    ({ chart }) => chart,
  );
  const mixed = [
    ...(images.size > 1 ? [`${images.size} images side by side: ${shares(images)}`] : []),
    ...(charts.size > 1 ? [`${charts.size} charts side by side: ${shares(charts)}`] : []),
  ];
  const others = [...images.keys()].filter((image) => {
    const version = versionForm.exec(image.split(":").at(-1) ?? "")?.[0];
    return version !== undefined && version !== lokiVersion;
  });
  return [...mixed, ...others.map((image) => `${image} runs, where the plan expects Loki ${lokiVersion}`)];
}

/** Returns the images and charts as a phrase for a sentence. */
export function versionsIn(pods: readonly PodSeen[]): string {
  const images = [...new Set(pods.map(lokiImage))].join(", ");
  const charts = [...new Set(pods.map(({ chart }) => chart))].filter((chart) => chart !== "").join(", ");
  return `${images}${charts === "" ? "" : `, chart ${charts}`}`;
}

function shares(groups: ReadonlyMap<string, readonly PodSeen[]>): string {
  return [...groups].map(([what, pods]) => `${what} (${pods.map(({ name }) => name).join(", ")})`).join("; ");
}
