import { dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject } from '../model/json.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage-error.ts';

/** A request as it is about to be sent, with its secrets. */
export type RequestToSend = {
  /** Name of the target in the config. */
  readonly target: string;
  readonly method: string;
  /** The whole address, with the query as it is sent. */
  readonly url: string;
  /** By names in lower case; `host` is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** `GET /parcels/{number}`; null for a request that is to no operation of the document. */
  readonly operation: string | null;
  /** The role whose credential is sent: `key`, `second`, `other` …; null where it is left out or wrong on purpose. */
  readonly credential: string | null;
};

/** What a hook changes. */
export type RequestChanges = {
  /** Fields to add or replace; null removes one. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Parameters to add to the query. */
  readonly query?: Readonly<Record<string, string>>;
  /** Another body. */
  readonly body?: string | Uint8Array;
  /**
   * The role for which it is signed. Default: `key`. Where another one is to be sent, or none, changes of `Authorization`, cookies and what else carries a
   * credential of the document are left out.
   */
  readonly credential?: string | null;
};

/** A finished run. */
export type FinishedRun = {
  /** Its id. */
  readonly run: string;
  /** Absolute path of its folder. */
  readonly directory: string;
  readonly exitCode: number;
  /** Present where it is one part of a split run: its exit code says nothing about the rest. */
  readonly shard?: { readonly index: number; readonly of: number };
  readonly targets: readonly {
    readonly target: string;
    readonly baseUrl: string;
    readonly exitCode: number;
    readonly ended: 'complete' | 'stopped' | 'lost';
    readonly requests: number;
  }[];
};

/** Called before every request; it has five seconds. */
export type BeforeRequest = (request: RequestToSend) => RequestChanges | void | Promise<RequestChanges | void>;
/** Called once when the reports of a run are written; it has thirty seconds. */
export type OnFinish = (run: FinishedRun) => unknown;

/** What a module of hooks exports, by name or as members of its default export. */
export type Hooks = { readonly beforeRequest?: BeforeRequest; readonly onFinish?: OnFinish };

const names = ['beforeRequest', 'onFinish'] as const;

/** A hook that failed: half a sentence, which may quote what its author wrote. */
export class HookFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HookFailed';
  }
}

const whyOf = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const name = error instanceof Error ? error.name : 'a value that is no error';
  return `${name}${line === '' ? '' : `: ${line.slice(0, 300)}`}`;
};

/**
 * Calls a hook, and waits for what it gives.
 * @throws {HookFailed} where it throws, or gives nothing within the time. A hook that never returns control cannot be interrupted here.
 */
export const calledWithin = async <T>(name: keyof Hooks, longestMs: number, call: () => T | Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HookFailed(`the hook ${name} was not done within ${longestMs / 1000} s`)), longestMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(call), late]);
  } catch (error) {
    if (error instanceof HookFailed) throw error;
    throw new HookFailed(`the hook ${name} failed with ${whyOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
};

const imported = async (path: string): Promise<unknown> => {
  if (/^\.[mc]?js$/u.test(extname(path))) return import(pathToFileURL(path).href);
  // Node 20 does not strip types.
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport<unknown>(path, { configFile: false, root: dirname(path), logLevel: 'silent' });
  return module;
};

/**
 * Loads a module of hooks, in JavaScript or TypeScript.
 * @throws {UsageError} where it cannot be loaded, or exports no hook.
 */
export const loadHooks = async (path: string): Promise<Hooks> => {
  const refuse = (why: string): UsageError => new UsageError(`Cannot use the hooks of "${path}": ${why}`);
  let module: unknown;
  try {
    module = await imported(path);
  } catch (error) {
    throw refuse(`it cannot be loaded, ${whyOf(error)}`);
  }
  // Node gives a module an object without a prototype.
  const own = typeof module === 'object' && module !== null ? Object.fromEntries(Object.entries(module)) : {};
  const exported: Readonly<Record<string, unknown>> = isObject(own['default']) ? { ...own['default'], ...own } : own;
  const hooks = names.flatMap((name) => (exported[name] === undefined ? [] : [[name, exported[name]] as const]));
  const wrong = hooks.find(([, hook]) => typeof hook !== 'function');
  if (wrong) throw refuse(`its ${wrong[0]} is not a function`);
  for (const name of Object.keys(exported)) {
    if (name === 'default' || names.some((known) => known === name)) continue;
    const meant = nearest(name, names);
    if (meant !== undefined) throw refuse(`it exports ${name}, did you mean ${meant}?`);
  }
  if (hooks.length === 0) throw refuse(`it exports neither ${names.join(' nor ')}`);
  return Object.fromEntries(hooks);
};
