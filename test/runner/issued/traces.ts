import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A text as JSON escapes only. */
export const escaped = (text: string): string =>
  Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** Every octet of a text as a triplet, in lower case. */
export const triplets = (text: string): string => Array.from(Buffer.from(text), (one) => `%${one.toString(16).padStart(2, '0')}`).join('');

/**
 * Forms in which eight characters in a row would reveal a secret: plain, in JSON once and twice, in a URL, and in base64 and base64url
 * at any offset.
 */
export const tracesOf = (secret: string): string[] => {
  const found = new Set<string>();
  for (let at = 0; at + 8 <= secret.length; at++) {
    const window = secret.slice(at, at + 8);
    found.add(window).add(JSON.stringify(window).slice(1, -1)).add(escaped(window));
    found.add(JSON.stringify(JSON.stringify(window)).slice(3, -3));
    found.add(encodeURIComponent(window)).add(triplets(window)).add(triplets(window).toUpperCase());
    for (const offset of [0, 1, 2]) {
      const encoded = Buffer.from('\0'.repeat(offset) + window).toString('base64');
      // Only characters that depend on the window alone.
      const sure = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + 8) * 8) / 6));
      found.add(sure).add(sure.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return [...found];
};

/** Where the secrets, by name, left a trace in texts, by location; each location once, with its first trace. */
export const leaksOf = (secrets: Readonly<Record<string, string>>, texts: ReadonlyMap<string, string>): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => {
    const traces = tracesOf(secret);
    return [...texts].flatMap(([where, text]) => {
      const trace = traces.find((one) => text.includes(one));
      return trace === undefined ? [] : [`${name} in ${where}: ${trace}`];
    });
  });

/** The text of every file below a folder, by its path in it. */
export const textsBelow = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
