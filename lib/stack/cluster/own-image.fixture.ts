import { existsSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

const root = join(import.meta.dirname, "..", "..", "..");

/** What `ownImage` makes: lokiproof with k6, of this working tree. */
export const ownImageName = "docker.io/lokiproof/lokiproof:e2e";

/** lokiproof's image as an archive in `dir`, made by the lab's means. Throws where there is no lab. */
export async function ownImage(dir: string): Promise<string> {
  const mkimage = process.env["LAB_MKIMAGE"] ?? join(root, "..", "shared", "lab", "mkimage.py");
  const k6 = join(process.env["LAB_HOME"] ?? "", "bin", "k6");
  const missing = [mkimage, k6].filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw new Error(`expected the lab's ${missing.join(" and ")}: see LAB_MKIMAGE, LAB_HOME`);
  const archive = join(dir, "lokiproof-image.tar");
  await execa(join(root, "deploy", "scratch-image.sh"), [ownImageName, archive, k6, mkimage]);
  return archive;
}
