/** `12 files, 3.4 MB`. */
export const sizeWords = (files: number, bytes: number): string => {
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  return `${files} ${files === 1 ? 'file' : 'files'}, ${size}`;
};
