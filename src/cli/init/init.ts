import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';

import { basename, join, relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isAddress } from '../../config/address.ts';
import { type FetchedDocument, fetchDocument } from '../../config/fetch-document.ts';
import { configNames } from '../../config/find-config.ts';
import { type Flags, gatherOptions } from '../../config/given.ts';
import { environmentProxies } from '../../config/proxies.ts';
import { UsageError } from '../../config/usage-error.ts';
import { ContractError } from '../../contract/contract-error.ts';
import { loadContract, shippedContracts } from '../../contract/load.ts';
import type { Contract } from '../../contract/model.ts';
import { sourceOf } from '../../contract/source.ts';
import { isObject } from '../../model/json.ts';
import { prettyJson } from '../../report/pretty-json.ts';
import type { Io } from '../io.ts';
import { referencesOf } from '../lint/references-of.ts';
import { createdOnly, missingValues } from '../missing-values.ts';
import { interruptBy } from '../run/interrupt.ts';
import { baseAddress } from './base-address.ts';
import { configText } from './config-text.ts';
import { credentialsOf } from './credentials.ts';
import { targetNameOf } from './names.ts';
import { overlayText } from './overlay-text.ts';
import { type Begun, begunDocument, begunText } from './words.ts';
import { createWriter, type Writer } from './writer.ts';

export type InitFlags = Flags & { readonly force?: boolean };

const configFile = 'assay.config.yaml';
const overlayFile = 'assay.overlay.yaml';

/** Files that mean something else beside a document. */
const reserved = new Set<string>([...configNames, overlayFile, 'requirements.yaml', 'open.yaml', 'package.json', 'package-lock.json']);

/** @throws {UsageError} where two configs would stand beside each other, or a file is there already. */
const refuseExisting = (cwd: string, names: readonly string[], force: boolean): void => {
  const rival = configNames.find((name) => name !== configFile && existsSync(join(cwd, name)));
  if (rival !== undefined)
    throw new UsageError(
      `Cannot write ${configFile}: ${rival} is the config of this folder and is left as it is; use another folder, or move it away`,
    );
  const there = names.filter((name) => existsSync(join(cwd, name)));
  if (there.length > 0 && !force)
    throw new UsageError(
      `Cannot write ${there.join(' and ')}: ${there.length === 1 ? 'it exists and is' : 'they exist and are'} left as ${there.length === 1 ? 'it is' : 'they are'}; --force replaces ${there.length === 1 ? 'it' : 'them'}`,
    );
};

/** A name for a fetched document: that in its address, where it has the ending of one. */
const fileNameFor = ({ text, url }: FetchedDocument): string => {
  const last = basename(decodeURIComponent(url.pathname)).replaceAll(/[^\w.-]/gu, '_');
  if (/^\w.*\.(?:json|ya?ml)$/iu.test(last) && !reserved.has(last.toLowerCase())) return last;
  return /^\s*[{[]/u.test(text) ? 'openapi.json' : 'openapi.yaml';
};

/** A document of JSON in a few long lines is broken into lines: problems name line and column. Names, numbers and texts stay as they are. */
const readable = (text: string): string =>
  /^\s*\{/u.test(text) && text.split('\n', mostLines).length < mostLines
    ? prettyJson(text.replace(/^\uFEFF/u, ''))
        .map(({ depth, name, text: value }) => `${'  '.repeat(depth)}${name === undefined ? '' : `${name}: `}${value}\n`)
        .join('')
    : text;

const mostLines = 10;

/** @throws {UsageError} where what was fetched is no document at all. */
const refuseOther = ({ text, shown }: FetchedDocument): void => {
  let value: unknown;
  try {
    ({ value } = sourceOf(shown, text));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new UsageError(error.message);
  }
  if (!isObject(value) || (value['openapi'] === undefined && value['swagger'] === undefined))
    throw new UsageError(
      `Cannot use ${shown}: it has neither "openapi" nor "swagger", so it is not an OpenAPI document; give the address of one`,
    );
};

type Found = { readonly file: string; readonly fetched: FetchedDocument | undefined };

/** The document: where it is, or where it has been written after it was fetched. */
const findDocument = async (
  named: string,
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
  force: boolean,
  writer: Writer,
  stop: AbortSignal,
): Promise<Found> => {
  if (!isAddress(named)) {
    const file = resolve(cwd, named);
    const isFile = await stat(file).then(
      (found) => found.isFile(),
      () => undefined,
    );
    if (isFile === true) return { file, fetched: undefined };
    if (isFile === false) throw new UsageError(`Cannot read "${named}": it is not a file; give the path of an OpenAPI document`);
    if (shippedContracts().includes(named))
      throw new UsageError(`Cannot begin with "${named}": it is a shipped contract and needs no config: assay run ${named} --base-url URL`);
    throw new UsageError(`Cannot read "${named}": there is no such file`);
  }
  const fetched = await fetchDocument(named, stop, environmentProxies(env));
  refuseOther(fetched);
  const name = fileNameFor(fetched);
  refuseExisting(cwd, [name], force);
  await writer.write(name, readable(fetched.text));
  return { file: join(cwd, name), fetched };
};

/** A contract whose messages name the address that it was fetched from: the file is removed again where it cannot be used. */
const loadFound = async ({ file, fetched }: Found, references: ReturnType<typeof referencesOf>, env: Io['env']): Promise<Contract> => {
  const reach = (references.remoteHosts ?? []).length === 0 ? {} : { reach: environmentProxies(env) };
  try {
    return await loadContract(file, { references, ...reach });
  } catch (error) {
    if (fetched === undefined || !(error instanceof ContractError)) throw error;
    throw new ContractError(error.message.replaceAll(file, fetched.shown), { cause: error });
  }
};

/**
 * `assay init DOCUMENT|URL`: writes a config with one target that only reads, and an overlay with everything that is inferred. 0 if the files
 * are written, 3 if it was interrupted. In every other case nothing is left of what it wrote.
 * @throws {UsageError} or {ContractError} if the document, an option or the folder cannot be used.
 */
export const init = async (named: string, flags: InitFlags, io: Io): Promise<number> => {
  const { json, force = false, ...rest } = flags;
  const given = gatherOptions(rest, io.env);
  const references = referencesOf(given);
  const writer = createWriter(io.cwd, force);
  refuseExisting(io.cwd, [configFile, overlayFile], force);
  const interrupt = interruptBy(io, () => io.stderr.write('Stopped: nothing is written.\n'));
  try {
    const found = await findDocument(named, io, force, writer, interrupt.signal);
    const contract = await loadFound(found, references, io.env);
    // A signal that came while the document was read is delivered by the event loop.
    await setImmediate();
    const begun = begin(contract, found, { cwd: io.cwd, references, wanted: given.of('baseUrl')?.values[0] });
    if (begun.overlay !== undefined) await writer.write(overlayFile, begun.overlay);
    await writer.write(configFile, begun.config);
    if (interrupt.signal.aborted) {
      await writer.undo();
      return 3;
    }
    io.stdout.write(json === true ? `${JSON.stringify(begunDocument(begun.done), undefined, 2)}\n` : begunText(begun.done, io.env));
    return 0;
  } catch (error) {
    await writer.undo();
    if (interrupt.signal.aborted) return 3;
    throw error;
  } finally {
    interrupt.release();
  }
};

type Surroundings = { readonly cwd: string; readonly references: ReturnType<typeof referencesOf>; readonly wanted: string | undefined };

const begin = (
  contract: Contract,
  { file, fetched }: Found,
  { cwd, references, wanted }: Surroundings,
): { readonly config: string; readonly overlay: string | undefined; readonly done: Begun } => {
  const way = relative(cwd, file);
  const path = way.startsWith('..') ? way : `./${way}`;
  const target = targetNameOf(contract.title, file, shippedContracts());
  const address = baseAddress(contract, fetched?.url, wanted);
  const credentials = credentialsOf(contract, target);
  const missing = missingValues(contract);
  const overlay = overlayText(contract, basename(file));
  const config = configText({
    target,
    title: contract.title,
    contract: path,
    fetchedFrom: fetched?.shown,
    overlay: overlay === undefined ? undefined : `./${overlayFile}`,
    address,
    credentials,
    references,
    missing,
    createdOnly: createdOnly(contract),
  });
  const done: Begun = {
    contract,
    target,
    files: { config: configFile, ...(overlay === undefined ? {} : { overlay: overlayFile }), document: way },
    fetchedFrom: fetched?.shown,
    address,
    credentials,
    missing,
  };
  return { config, overlay, done };
};
