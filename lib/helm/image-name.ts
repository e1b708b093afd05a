/**
 * Returns the full name of an image, as a node's container runtime uses it: "nginx" becomes
 * "docker.io/library/nginx:latest".
 */
export function fullName(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const named =
    rest.length > 0 && /[.:]|^localhost$/.test(first)
      ? image
      : `docker.io/${rest.length > 0 ? "" : "library/"}${image}`;
  return /:[^/]+$|@/.test(named) ? named : `${named}:latest`;
}
