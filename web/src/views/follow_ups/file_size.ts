/** 12 KB, 3.4 MB. */
export function sizeText(bytes: number): string {
  const kilo = 1024;
  if (bytes < kilo * kilo) return `${Math.max(1, Math.round(bytes / kilo))} KB`;
  return `${(bytes / kilo / kilo).toFixed(1)} MB`;
}
