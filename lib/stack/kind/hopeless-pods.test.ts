import { expect } from "chai";
import type { Pod } from "../../kube/pods.ts";
import { hopelessPods } from "./hopeless-pods.ts";

function pod(waiting: string | undefined, { uid = "1", restarts = 0 } = {}): Pod {
  return {
    name: `minio-${uid}`,
    namespace: "lokiproof",
    uid,
    labels: {},
    phase: "Pending",
    ready: false,
    ending: false,
    node: "node",
    podIp: undefined,
    serviceAccount: "default",
    owner: undefined,
    unschedulable: undefined,
    containers: [{ name: "minio", image: "minio", ready: false, restarts, waiting, lastEnd: undefined }],
  };
}

/**
 * Feeds one pod to `hopelessPods` every `everyS` seconds, with these waiting reasons in turn. Returns whether the pod
 * was hopeless at the last look.
 */
function looked(everyS: number, ...waiting: readonly (string | undefined)[]): boolean {
  const look = hopelessPods();
  const seen = waiting.map((reason, turn) => look([pod(reason)], turn * everyS * 1000).length > 0);
  return seen.at(-1) ?? false;
}

describe("which pods do not become ready by waiting", () => {
  for (const reason of ["ErrImageNeverPull", "InvalidImageName"]) {
    it(`${reason}: at once, as it is never tried again`, () => {
      expect(looked(1, reason)).to.equal(true);
    });
  }

  for (const reason of ["CreateContainerConfigError", "ImagePullBackOff", "CreateContainerError"]) {
    it(`${reason}: not at once, as it is tried again; after a minute on end it is`, () => {
      expect(looked(1, reason)).to.equal(false);
      expect(looked(29, reason, reason, reason)).to.equal(false);
      expect(looked(30, reason, reason, reason)).to.equal(true);
    });
  }

  it("a pull that fails by turns with its back-off is one failure", () => {
    expect(looked(30, "ErrImagePull", "ImagePullBackOff", "ErrImagePull")).to.equal(true);
  });

  it("a container that started in between begins its minute anew", () => {
    expect(looked(30, "CreateContainerConfigError", undefined, "CreateContainerConfigError")).to.equal(false);
  });

  it("another pod of the same workload begins its own minute", () => {
    const look = hopelessPods();
    look([pod("ImagePullBackOff", { uid: "1" })], 0);
    expect(look([pod("ImagePullBackOff", { uid: "2" })], 60_000)).to.deep.equal([]);
  });

  it("a crash loop at its third restart, not before", () => {
    const look = hopelessPods();
    expect(look([pod("CrashLoopBackOff", { restarts: 2 })], 0)).to.deep.equal([]);
    expect(look([pod("CrashLoopBackOff", { restarts: 3 })], 0)).to.have.lengthOf(1);
  });

  it("what only comes up slowly is never hopeless", () => {
    expect(looked(600, "ContainerCreating", "PodInitializing", undefined)).to.equal(false);
  });
});
