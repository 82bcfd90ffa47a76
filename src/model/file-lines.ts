import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes read at a time: a file may be too long for one string. */
const chunkBytes = 1 << 20;

/**
 * The lines of a file in octets, without their line feeds; the last one may have had none. Each is only for the step in which it is given, and may be overwritten.
 * @throws {Error} of the file system.
 */
export function* octetLinesOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest = Buffer.alloc(0);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
        yield bytes.subarray(start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0) yield rest;
  } finally {
    closeSync(file);
  }
}

/**
 * The lines of a file, without their line feeds; the last one may have had none.
 * @throws {Error} of the file system.
 */
export function* linesOf(path: string): Generator<string> {
  for (const line of octetLinesOf(path)) yield line.toString('utf8');
}
