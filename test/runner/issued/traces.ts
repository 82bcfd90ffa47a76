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

/** Characters with which every trace begins, by which it is looked up. */
const headLength = 8;

/** Finds traces in one pass over a text: to look for each of thousands in megabytes takes most of a test. */
const finder = (traces: readonly string[]): ((text: string) => ReadonlySet<string>) => {
  const byHead = new Map<string, string[]>();
  // Two filters of two characters each: nearly every position needs no look into the map.
  const [first, second] = [new Uint8Array(1 << 16), new Uint8Array(1 << 16)];
  const slot = (text: string, at: number): number => ((text.charCodeAt(at) & 255) << 8) | (text.charCodeAt(at + 1) & 255);
  for (const trace of traces) {
    if (trace.length < headLength) throw new RangeError(`"${trace}" is too short to be looked for`);
    const head = trace.slice(0, headLength);
    byHead.set(head, [...(byHead.get(head) ?? []), trace]);
    first[slot(trace, 0)] = 1;
    second[slot(trace, 4)] = 1;
  }
  return (text) => {
    const found = new Set<string>();
    for (let at = 0; at + headLength <= text.length; at++) {
      if (first[slot(text, at)] !== 1 || second[slot(text, at + 4)] !== 1) continue;
      for (const trace of byHead.get(text.slice(at, at + headLength)) ?? []) if (text.startsWith(trace, at)) found.add(trace);
    }
    return found;
  };
};

/** Where the secrets, by name, left a trace in texts, by location; each location once, with its first trace. */
export const leaksOf = (secrets: Readonly<Record<string, string>>, texts: ReadonlyMap<string, string>): string[] => {
  const tracesByName = Object.entries(secrets).map(([name, secret]) => ({ name, traces: tracesOf(secret) }));
  const find = finder(tracesByName.flatMap(({ traces }) => traces));
  const foundIn = new Map([...texts].map(([where, text]) => [where, find(text)]));
  return tracesByName.flatMap(({ name, traces }) =>
    [...foundIn].flatMap(([where, found]) => {
      const trace = traces.find((one) => found.has(one));
      return trace === undefined ? [] : [`${name} in ${where}: ${trace}`];
    }),
  );
};

/** The text of every file below a folder, by its path in it. */
export const textsBelow = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
