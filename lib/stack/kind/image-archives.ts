import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import pLimit from "p-limit";
import { z } from "zod";
import { describeError, usageError } from "../../base/errors.ts";
import { fullName } from "../../helm/image-name.ts";

/** An image archive (`docker save`) and the images in it. */
export interface ImageArchive {
  readonly file: string;
  /** Full names of the images in the archive, such as "docker.io/grafana/loki:3.7.8". */
  readonly images: readonly string[];
}

const archiveManifest = z.array(z.object({ RepoTags: z.array(z.string()).nullable() }));

/**
 * Reads the image archives (`*.tar`) of a folder. Throws usageError if there are none, or if a file is not an image
 * archive.
 */
export async function readArchives(dir: string): Promise<readonly ImageArchive[]> {
  const files = await listArchives(dir);
  const limit = pLimit(2);
  return Promise.all(files.map((file) => limit(() => readArchive(file))));
}

/** Lists the image archives (`*.tar`) of a folder. Throws usageError if there are none. */
export async function listArchives(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch((cause: unknown) => {
    throw usageError(`--images ${dir} cannot be read: ${describeError(cause)}`, { code: "NO_IMAGES", cause });
  });
  const files = names.filter((name) => name.endsWith(".tar")).map((name) => join(dir, name));
  if (files.length === 0) {
    throw usageError(`--images ${dir}: expected image archives (*.tar), got none`, {
      code: "NO_IMAGES",
      hint: "docker save -o loki.tar grafana/loki:3.7.8",
    });
  }
  return files.sort();
}

async function readArchive(file: string): Promise<ImageArchive> {
  const ran = await execa("tar", ["-xOf", file, "manifest.json"], { reject: false });
  try {
    const images = archiveManifest.parse(JSON.parse(ran.stdout)).flatMap(({ RepoTags }) => RepoTags ?? []);
    return { file, images: images.map(fullName) };
  } catch (cause) {
    throw usageError(`${file} is not an image archive: ${ran.stderr || describeError(cause)}`, {
      code: "NO_IMAGE_ARCHIVE",
      hint: "docker save -o loki.tar grafana/loki:3.7.8",
      cause,
    });
  }
}

const publishedMinio = "docker.io/minio/minio:RELEASE.2025-09-07T16-13-09Z";

/** Returns MinIO's image: the one in the archives if they contain one, else the last published one. */
export function minioImage(archives: readonly ImageArchive[]): string {
  return ofRepository("docker.io/minio/minio", archives) ?? publishedMinio;
}

/** Returns the first image of a repository in the archives, whatever its tag. */
function ofRepository(repository: string, archives: readonly ImageArchive[]): string | undefined {
  return archives.flatMap(({ images }) => images).find((image) => image.startsWith(`${repository}:`));
}

/** Returns the archives that contain at least one of these images. */
export function archivesOf(
  wanted: readonly string[],
  archives: readonly ImageArchive[],
): readonly ImageArchive[] {
  const names = new Set(wanted.map(fullName));
  return archives.filter(({ images }) => images.some((image) => names.has(image)));
}
