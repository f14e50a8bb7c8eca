const kilo = 1024;

/** 198 KB, 3.4 MB */
export function sizeText(bytes: number): string {
  return bytes < kilo * kilo ? `${Math.ceil(bytes / kilo)} KB` : `${(bytes / kilo / kilo).toFixed(1)} MB`;
}
