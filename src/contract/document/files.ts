import { realpath, stat } from 'node:fs/promises';
import { dirname, relative, isAbsolute, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAddress } from '../../config/address.ts';
import { causeOf, fetchText, mostBytes, type Reach } from '../../config/fetch-text.ts';
import { readSource, type Source, sourceOf } from '../source.ts';

/** What the references of a document may name beside files in its own folder. */
export type ReferencePolicy = {
  /** Hosts (`schemas.example` or `schemas.example:8443`) from which references may be fetched. No other host is contacted. */
  readonly remoteHosts?: readonly string[];
  /** References may name files outside the folder of the document. */
  readonly outside?: boolean;
  /** References of a document that was fetched may be fetched from where it was. Default: yes. */
  readonly ownHost?: boolean;
};

/** A file or address that a reference names, or why it cannot be read, as the end of a sentence. */
export type Reached = { readonly kind: 'source'; readonly source: Source } | { readonly kind: 'none'; readonly why: string };

const fetchMs = 10_000;
const mostFiles = 2_000;
/** Time limit for all fetches of one document together. */
const allFetchesMs = 60_000;

const none = (why: string): Reached => ({ kind: 'none', why });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads what references name, each address once, and only what the policy allows. */
export const createFiles = (
  root: Source,
  { remoteHosts = [], outside = false, ownHost = true }: ReferencePolicy,
  reach: Reach = {},
): { reach(address: string, from: string): Promise<Reached> } => {
  const known = new Map<string, Promise<Reached>>();
  const ends = AbortSignal.timeout(allFetchesMs);
  let folder: Promise<string> | undefined;

  const local = async (address: string): Promise<Reached> => {
    const path = fileURLToPath(address);
    let real: string;
    try {
      real = await realpath(path);
    } catch {
      return none(`there is no file "${path}"`);
    }
    folder ??= realpath(dirname(root.file));
    const way = relative(await folder, real);
    if (!outside && (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)))
      return none(`"${path}" is outside the folder of the document, allow that with --allow-refs-outside`);
    const { size, isFile } = await stat(real).then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) return none(`"${path}" is not a file`);
    if (size > mostBytes) return none(`"${path}" has ${size} bytes, more than the limit of ${mostBytes}`);
    return { kind: 'source', source: await readSource(path) };
  };

  const remote = async (address: string): Promise<Reached> => {
    const url = new URL(address);
    const { host, hostname } = url;
    const isOwn = ownHost && isAddress(root.file) && new URL(root.file).origin === url.origin;
    if (!isOwn && !remoteHosts.includes(host) && !remoteHosts.includes(hostname))
      return none(`it is on the host ${host}, from which nothing may be fetched, allow that with --allow-remote-refs ${host}`);
    const signal = AbortSignal.any([ends, AbortSignal.timeout(fetchMs)]);
    // A redirect is not followed: it could lead to a host that is not allowed.
    const { ok, status, text } = await fetchText(url, 'application/yaml, application/json, */*', reach, signal);
    if (!ok) return none(`${address} answers ${status}`);
    return text === undefined
      ? none(`${address} sends more than the limit of ${mostBytes} bytes`)
      : { kind: 'source', source: sourceOf(address, text) };
  };

  const found = async (address: string, from: string): Promise<Reached> => {
    const { protocol } = new URL(address);
    try {
      if (protocol === 'file:')
        return from.startsWith('file:') ? await local(address) : none(`${from} may not name a file of this machine`);
      return protocol === 'http:' || protocol === 'https:' ? await remote(address) : none(`a document cannot be fetched by ${protocol}`);
    } catch (error) {
      return none(protocol === 'file:' ? messageOf(error) : `${address} could not be fetched: ${causeOf(error)}`);
    }
  };

  return {
    reach(address, from) {
      // A fetched document may name less than a local file may.
      const key = `${new URL(from).protocol} ${address}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const reached =
        known.size < mostFiles ? found(address, from) : Promise.resolve(none(`it would be file ${mostFiles + 1} of the document`));
      known.set(key, reached);
      return reached;
    },
  };
};
