import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Location } from '../model/location.ts';
import type { Target } from '../model/target.ts';
import { credentialPlacement } from './credential-placement.ts';
import { withImpliedRequirements } from './implied-requirements.ts';
import { ContractError } from './contract-error.ts';
import type { ReferencePolicy } from './document/files.ts';
import { inferEffects } from './infer/infer-effects.ts';
import type { Contract } from './model.ts';
import { valueAt } from './pointer.ts';
import { operationsOf, readCollections, readResourceTypes } from './read-collections.ts';
import { rootConventions } from './read-conventions.ts';
import { digestOf, readDocument } from './read-document.ts';
import { readOperations, readResponses } from './read-operations.ts';
import { readOpen, readRequirements } from './read-requirements.ts';
import { productionUrls } from './production.ts';
import { createReader } from './reader.ts';
import { readSource } from './source.ts';

/** The package's own folder `spec/`, which has the same relative path from the sources and from the build. */
const shippedFolder = fileURLToPath(new URL('../../spec/', import.meta.url));

/** Names of the contracts that come with the package. */
export const shippedContracts = (): string[] =>
  readdirSync(shippedFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(shippedFolder, entry.name, 'openapi.yaml')))
    .map(({ name }) => name)
    .sort();

export type LoadOptions = {
  readonly cwd?: string;
  readonly overlays?: readonly string[];
  /** The same files were loaded before without problems; the caller compares the digests. Judging is the costliest part of loading. */
  readonly proven?: boolean;
  /** What references may name beside files in the folder of the document; nothing where it is absent. */
  readonly references?: ReferencePolicy;
};

/** How the contract of a target is loaded. */
export const loadOptionsOf = ({
  overlays = [],
  references = {},
}: Pick<Target, 'overlays' | 'references'>): Required<Pick<LoadOptions, 'overlays' | 'references'>> => ({ overlays, references });

/**
 * Loads a contract: a shipped one by name, or an OpenAPI document by path. Its requirements are in `requirements.yaml` beside it;
 * `open.yaml` lists those that no check decides yet. A document without a ledger is held to the requirements that apply to any OpenAPI
 * document, and a defect in one part of it becomes one of its problems: the operations that depend on that part are not judged. Overlays
 * are applied to the document in their order.
 * @throws {ContractError} naming file, line and column, when the document as a whole cannot be used, and for any defect of a contract with
 *   a ledger, of an `x-assay` or of an overlay.
 */
export const loadContract = async (
  nameOrPath: string,
  { cwd = process.cwd(), overlays = [], proven = false, references = {} }: LoadOptions = {},
): Promise<Contract> => {
  const shipped = shippedContracts().includes(nameOrPath);
  const file = shipped ? join(shippedFolder, nameOrPath, 'openapi.yaml') : resolve(cwd, nameOrPath);
  const folder = dirname(file);
  const hasRequirements = existsSync(join(folder, 'requirements.yaml'));
  const {
    document: written,
    problems,
    unsupported,
  } = await readDocument(file, {
    overlays: overlays.map((overlay) => resolve(cwd, overlay)),
    references,
    isProven: proven,
    isStrict: hasRequirements,
  });
  const requirements = readRequirements(
    await readSource(hasRequirements ? join(folder, 'requirements.yaml') : join(shippedFolder, 'openapi', 'requirements.yaml')),
  );
  const document = hasRequirements ? written : withImpliedRequirements(written, [...requirements.keys()]);
  const open = existsSync(join(folder, 'open.yaml')) ? readOpen(await readSource(join(folder, 'open.yaml'))) : [];

  const conventions = rootConventions(document);
  const { resources: resourceTypes = {}, anywhere } = conventions;
  const reader = createReader(document, file);
  const read = readOperations(reader, unsupported, (operationId) => {
    const made = operationId === undefined ? undefined : Object.values(resourceTypes).find(({ create }) => create === operationId);
    if (!made) return undefined;
    return made.remove === 'none' ? 'creates-permanently' : 'creates';
  });
  const { operations, inferredResourceTypes } = inferEffects(document, read, operationsOf(resourceTypes));
  if (operations.length === 0 && !hasRequirements) throw new ContractError(await nothingToJudge(file, document));
  const usable = operations.filter((operation) => operation.unsupported === undefined);
  const collections = readCollections(usable, resourceTypes, document, file);
  const assay: Location = { operation: null, way: ['#', '#/x-assay'] };
  return {
    name: shipped ? nameOrPath : basename(file, extname(file)),
    title: textAt(document, '/info/title') ?? basename(file),
    document,
    source: file,
    digest: digestOf(document, [...requirements.values()], open),
    operations,
    collections,
    resourceTypes: readResourceTypes(resourceTypes, operations, collections, file),
    inferredResourceTypes,
    conventions,
    anywhere: anywhere === undefined ? [] : readResponses(reader, assay, 'anywhere'),
    credentialPlacement: credentialPlacement(document),
    production: productionUrls(document),
    requirements,
    open,
    problems,
  };
};

const nothingToJudge = async (file: string, document: Contract['document']): Promise<string> => {
  const pointer = document['paths'] === undefined ? '#' : '#/paths';
  const what = document['paths'] === undefined ? 'it has no "paths"' : 'its paths have no operation';
  return `Cannot use "${file}" at ${(await readSource(file)).position(pointer)}, ${pointer}: ${what}, so there is nothing to judge`;
};

const textAt = (document: unknown, pointer: string): string | undefined => {
  const value = valueAt(document, pointer);
  return typeof value === 'string' ? value : undefined;
};
