const sizeExponent = "bkmgtpe";

/** Bytes of Loki's flagext.ByteSize, units of 1024 in any case ("3MB", "256kb", "4096"); undefined when it is none. */
export function sizeBytes(text: string): number | undefined {
  const match = /^(\d+)\s*([kmgtpe]?)b?$/i.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * 1024 ** sizeExponent.indexOf((match[2] || "b").toLowerCase());
}
