import { readFileSync } from 'node:fs';

let known: string | undefined;

/**
 * `assay/<version>`, the product token of every request (RFC 9110, section 10.1.5).
 * @throws {Error} where the package's own package.json cannot be read.
 */
export const userAgent = (): string => {
  if (known !== undefined) return known;
  // The relative path is the same from src/exchange and from dist/exchange.
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof version !== 'string') throw new Error('Cannot read the version of assay: its package.json has none; install it again');
  known = `assay/${version}`;
  return known;
};
