/** Bytes for people: `1 KB`, `23.4 MB`. */
export const sizeWords = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
