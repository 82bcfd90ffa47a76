import { readFileSync } from 'node:fs';
import type { ObjectStore } from '../../../src/cli/store/object-store.ts';
import type { OpenS3 } from '../../../src/cli/store/open-store.ts';

export type MadeStore = {
  readonly open: OpenS3;
  /** Octets by key, in the order of writing. */
  readonly objects: Map<string, Buffer>;
  /** Called before an object is written; it may throw. */
  before: (key: string) => void;
  readonly isClosed: () => boolean;
};

/** A bucket in memory. */
export const madeStore = (): MadeStore => {
  const objects = new Map<string, Buffer>();
  let closed = false;
  const store: ObjectStore = {
    read: async (key) => objects.get(key)?.toString('utf8'),
    async create(key, text) {
      made.before(key);
      if (objects.has(key)) return false;
      objects.set(key, Buffer.from(text));
      return true;
    },
    async upload(key, path) {
      made.before(key);
      objects.set(key, readFileSync(path));
    },
    async download(key, _bytes, take) {
      const octets = objects.get(key);
      if (octets === undefined) throw new Error(`no ${key}`);
      await take(
        (async function* () {
          yield octets;
        })(),
      );
    },
    folders: async (prefix) => {
      const below = [...objects.keys()].filter((key) => key.startsWith(`${prefix}/`)).map((key) => key.slice(prefix.length + 1));
      return [...new Set(below.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''))].toSorted();
    },
    close: () => {
      closed = true;
    },
  };
  const made: MadeStore = { open: () => store, objects, before: () => {}, isClosed: () => closed };
  return made;
};
