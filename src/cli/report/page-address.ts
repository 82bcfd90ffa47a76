import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Address of the page of a run, relative to that of another page; undefined if the run has none.
 * @param directory Folder of the run, absolute.
 * @param file The other page, absolute.
 */
export const pageAddress = (directory: string, file: string): string | undefined => {
  const page = join(directory, 'index.html');
  if (!existsSync(page)) return undefined;
  const path = relative(dirname(file), page).split(sep);
  return path.map((part) => (part === '..' ? part : encodeURIComponent(part))).join('/');
};
