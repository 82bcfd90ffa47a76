import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

import { codeCache } from './code-cache.ts';

type Exports = Record<string, unknown>;
type Body = (
  exports: Exports,
  require: (id: string) => unknown,
  module: { exports: Exports },
  filename: string,
  folder: string,
  importModule: (id: string) => Promise<unknown>,
) => void;

const folder = fileURLToPath(new URL('.', import.meta.url));
const cacheFolder = join(folder, 'code-cache');
const native = createRequire(import.meta.url);

const loaded = new Map<string, { exports: Exports }>();
const given = new Map<string, Exports>();

/** What was compiled without the help of an earlier process. */
const fresh: { readonly name: string; readonly source: string; readonly script: Script; readonly tag: number }[] = [];

/** Gives scripts a module under its name, where they cannot `require` it, because it is for `import` alone. */
export const provide = (id: string, module: Exports): void => void given.set(id, module);

/** The build writes this name in place of `import`, which a script cannot use without experimental parts of Node. */
const importModule = (id: string): Promise<unknown> => import(id);

/**
 * Runs a script of the build once in this process, and gives what it exports. Its compiled code is taken from an earlier process where it can be: compiling takes
 * a third of the time of a short command. `module.enableCompileCache` does that for modules, but not in Node 20.
 * @param name A file next to this one, which begins with the code of a module of CommonJS.
 * @throws {Error} where there is no such file, and whatever the script throws.
 */
export const load = (name: string): Exports => {
  const before = loaded.get(name);
  if (before !== undefined) return before.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const filename = join(folder, name);
  const source = readFileSync(filename, 'utf8');
  const tag = cachedDataVersionTag();
  const cachedData = codeCache(cacheFolder, tag).read(name, source);
  const script = new Script(`(function(exports,require,module,__filename,__dirname,__import){${source}\n})`, {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected === true) fresh.push({ name, source, script, tag });
  const body = script.runInThisContext() as Body;
  body(module.exports, requireFrom, module, filename, folder, importModule);
  return module.exports;
};

const requireFrom = (id: string): unknown => (id.startsWith('./') ? load(id.slice(2)) : (given.get(id) ?? native(id)));

/** Keeps the code of scripts that were loaded under the flags of this moment: the engine notes the flags of the moment of writing. */
const keep = (): void => {
  const tag = cachedDataVersionTag();
  for (const one of fresh) if (one.tag === tag) codeCache(cacheFolder, tag).write(one.name, one.source, one.script.createCachedData());
};

// At the end, so that it holds the functions that were used.
process.on('exit', () => {
  if (fresh.length === 0) return;
  keep();
  // As it was before a run limited its memory.
  setFlagsFromString('--heap-growing-percent=0');
  keep();
});
