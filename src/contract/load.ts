import { withCommonParameters } from './infer/common-parameters.ts';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Location, nodeOf } from '../model/location.ts';
import type { Requirement } from '../model/requirement.ts';
import { isAddress } from '../config/address.ts';
import type { Reach } from '../config/fetch-text.ts';
import type { Secrets, Target } from '../model/target.ts';
import { credentialPlacement } from './credential-placement.ts';
import { ContractError } from './contract-error.ts';
import type { ReferencePolicy } from './document/files.ts';
import { withCitedRules } from './infer/cited-rules.ts';
import { isCalled } from './infer/described.ts';
import { inferEffects } from './infer/effects/infer-effects.ts';
import { inferConventions } from './infer/conventions/index.ts';
import { undeclared, withConventions } from './infer/conventions/convention.ts';
import type { Contract, Operation } from './model.ts';
import { isObject, valueAt } from './pointer.ts';
import { operationsOf, readCollections, readResourceTypes } from './read-collections.ts';
import type { RootConventions } from './conventions.ts';
import { conventionsOf, rootConventions } from './read-conventions.ts';
import { type Place, readDocument, type SpotOf } from './read-document.ts';
import { withChosenBody, withSameKinds } from './infer/chosen-body.ts';
import { withHeldBody } from './infer/held-body.ts';
import { type EffectOf, readOperations, readResponses } from './read-operations.ts';
import { isStandard, readOpen, readRequirements, refuseStandardIds } from './read-requirements.ts';
import { productionUrls } from './production.ts';
import { contractDigest } from './contract-digest.ts';
import { createReader } from './reader.ts';
import { readSource } from './source.ts';
import { unknownNames } from './unknown-names.ts';
import { shippedFolder, standardByCheck, standardRequirements, surveyRequirements } from './standard-requirements.ts';

/** Names of the contracts that come with the package. */
export const shippedContracts = (): string[] =>
  readdirSync(shippedFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(shippedFolder, entry.name, 'openapi.yaml')))
    .map(({ name }) => name)
    .sort();

/** The file of a shipped contract; undefined where none has the name. */
export const shippedDocument = (name: string): string | undefined =>
  shippedContracts().includes(name) ? join(shippedFolder, name, 'openapi.yaml') : undefined;

export type LoadOptions = {
  readonly cwd?: string;
  readonly overlays?: readonly string[];
  /** The same files were loaded before without problems; the caller compares the digests. Judging is the costliest part of loading. */
  readonly proven?: boolean;
  /** What references may name beside files in the folder of the document; nothing where it is absent. */
  readonly references?: ReferencePolicy;
  /** The requirements of a survey stand beside its own. */
  readonly survey?: boolean;
  /** How what they name elsewhere is fetched. Default: directly. */
  readonly reach?: Reach;
  /** The text of a document that was fetched, whose address is given in place of a path. */
  readonly text?: string;
};

/** How the contract of a target is loaded. */
export const loadOptionsOf = ({
  overlays = [],
  references = {},
  survey = false,
}: Pick<Target, 'overlays' | 'references' | 'survey'>): Required<Pick<LoadOptions, 'overlays' | 'references' | 'survey'>> => ({
  overlays,
  references,
  survey,
});

/** The same with what was fetched, and with the way by which more is. */
export const fetchedOptionsOf = (
  target: Pick<Target, 'overlays' | 'references' | 'survey' | 'http'>,
  secrets: Secrets,
  text: string | undefined,
): LoadOptions => ({
  ...loadOptionsOf(target),
  reach: { proxies: target.http.proxies, ca: target.http.ca, secrets },
  ...(text === undefined ? {} : { text }),
});

/**
 * Loads a contract: a shipped one by name, or an OpenAPI document by path, or by the address that its text was fetched from. Its requirements are those of
 * `requirements.yaml` beside it (and of `open.yaml`, where no check decides some yet) and the standard ones, unless its ledger says
 * `standard: false`; with `survey`, those of a survey too, which are no part of the digest: they ask, and promise nothing. Overlays are applied to the document in their order; then conventions that it does not declare are inferred where it is held to
 * the standard requirements. A defect in one part of a document without a ledger is one of its problems, and keeps what rests on it from being judged.
 * @throws {ContractError} naming file, line and column, when the whole cannot be used, or anything of a contract with a ledger
 *   of its own, of an `x-assay` or of an overlay.
 */
export const loadContract = async (
  nameOrPath: string,
  { cwd = process.cwd(), overlays = [], proven = false, references = {}, survey: isSurveyed = false, reach, text }: LoadOptions = {},
): Promise<Contract> => {
  const shipped = shippedDocument(nameOrPath);
  const isFetched = shipped === undefined && isAddress(nameOrPath);
  if (isFetched && text === undefined)
    throw new ContractError(`Cannot read ${nameOrPath}: this command reads no document from an address, save it and give its path`);
  const file = shipped ?? (isFetched ? nameOrPath : resolve(cwd, nameOrPath));
  const beside = (name: string): string | undefined => {
    const path = join(dirname(file), name);
    return !isFetched && existsSync(path) ? path : undefined;
  };
  const ledgerFile = beside('requirements.yaml');
  const ledger = ledgerFile === undefined ? undefined : await readSource(ledgerFile);
  const own = ledger === undefined ? new Map<string, Requirement>() : readRequirements(ledger);
  const isAlone = ledger !== undefined && !isStandard(ledger);
  const {
    document: asWritten,
    problems: found,
    unsupported,
    spotOf,
  } = await readDocument(file, {
    overlays: overlays.map((overlay) => resolve(cwd, overlay)),
    references,
    reach,
    text: isFetched ? text : undefined,
    isProven: proven,
    isStrict: isAlone,
  });
  const standard = isAlone ? new Map<string, Requirement>() : await standardRequirements();
  const written = standard.size === 0 ? asWritten : withCitedRules(asWritten);
  const survey = isSurveyed ? await surveyRequirements() : new Map<string, Requirement>();
  if (ledger !== undefined) refuseStandardIds(ledger, [...own.keys()], new Map([...standard, ...survey]));
  const promised = new Map([...standard, ...own]);
  const requirements = new Map([...promised, ...survey]);
  const openFile = beside('open.yaml');
  const open = openFile === undefined ? [] : readOpen(await readSource(openFile));

  const declared = rootConventions(written);
  const known = confirmed(declared.resources ?? {}, standard.size > 0);
  const read = readOperations(createReader(written, file), unsupported, effectsBy(known));
  const held =
    standard.size === 0
      ? read
      : withSameKinds(
          written,
          withCommonParameters(read).map((operation) => withChosenBody(written, withHeldBody(written, operation))),
        );
  const { operations: settled, inferredResourceTypes, lastingResourceTypes } = inferEffects(written, held, operationsOf(known));
  if (settled.length === 0 && ledger === undefined) throw new ContractError(nothingToJudge(written, spotOf));
  const place: Place = (pointer) => {
    const spot = spotOf(pointer);
    return `"${spot.file}" at ${spot.line}:${spot.column}, ${spot.pointer}`;
  };
  const problems =
    ledger === undefined
      ? found
      : [...found, ...unknownNames({ document: written, requirements, own, operations: settled, ledger, spotOf })];
  const view = {
    document: written,
    operations: settled.filter(isUsable),
    resourceTypes: inferredResourceTypes,
    lastingTypes: lastingResourceTypes,
  };
  const suggestions = standard.size === 0 ? [] : undeclared(written, inferConventions(view));
  const document = suggestions.length === 0 ? written : withConventions(written, suggestions);

  const conventions = rootConventions(document);
  const { resources: resourceTypes = {}, anywhere } = conventions;
  const operations = document === written ? settled : settled.map((operation) => withConventionsOf(document, operation));
  const collections = readCollections(operations.filter(isUsable), resourceTypes, document, place);
  const types = readResourceTypes(
    resourceTypes,
    operations,
    collections,
    place,
    standard.size > 0 ? [...inferredResourceTypes, ...lastingResourceTypes] : undefined,
  );
  const assay: Location = { operation: null, way: ['#', '#/x-assay'] };
  return {
    name: shipped !== undefined ? nameOrPath : nameOf(file),
    title: textAt(document, '/info/title') ?? basename(file),
    document,
    source: file,
    digest: contractDigest(document, { standard, own }, open),
    operations,
    collections,
    resourceTypes: types.filter(({ presumed }) => presumed === undefined),
    presumedResourceTypes: types.filter(({ presumed }) => presumed !== undefined),
    inferredResourceTypes,
    lastingResourceTypes,
    conventions,
    anywhere: anywhere === undefined ? [] : readResponses(createReader(document, file), assay, 'anywhere'),
    credentialPlacement: credentialPlacement(document),
    production: productionUrls(document),
    requirements,
    standard: standardByCheck(standard),
    survey: standardByCheck(survey),
    open,
    ...(ledger === undefined ? {} : { ledger: { file: ledger.file, spot: ledger.spot, ids: [...own.keys()] } }),
    suggestions,
    problems,
    spotOf: (pointer) => {
      const spot = spotOf(pointer);
      return { ...spot, file: fromHere(cwd, spot.file) };
    },
  };
};

/** A path below the working directory as people and CI tools name it, so that it is the same on every machine. */
const fromHere = (cwd: string, file: string): string => {
  if (!isAbsolute(file)) return file;
  const way = relative(cwd, file);
  return way.startsWith('..') || isAbsolute(way) ? file : way.split(sep).join('/');
};

const isUsable = ({ unsupported }: Operation): boolean => unsupported === undefined;

type ResourceConventions = NonNullable<RootConventions['resources']>;

/** Resource types that decide what operations do. One that is only inferred (`assay init` writes such) decides nothing, because nobody has confirmed it. */
const confirmed = (declared: ResourceConventions, mayDoubt: boolean): ResourceConventions =>
  Object.fromEntries(Object.entries(declared).filter(([, one]) => !mayDoubt || one['x-inferred'] !== true));

/** What the declared resource types say of the operation that creates one. */
const effectsBy =
  (resourceTypes: ResourceConventions): EffectOf =>
  (operation) => {
    const made = Object.values(resourceTypes).find(({ create }) => create !== undefined && isCalled(operation, create));
    if (!made) return undefined;
    return made.remove === 'none' ? 'creates-permanently' : 'creates';
  };

/** An operation with the conventions that hold for it in a document to which some were added. */
const withConventionsOf = (document: Contract['document'], operation: Operation): Operation => {
  const node = valueAt(document, nodeOf(operation.location));
  return { ...operation, conventions: conventionsOf(document, isObject(node) ? node : {}) };
};

/** The last part of a path, also in an address, without its ending. */
const nameOf = (file: string): string => {
  const path = isAddress(file) ? new URL(file).pathname : file;
  return basename(path, extname(path)) || new URL(file).hostname;
};

const nothingToJudge = (document: Contract['document'], spotOf: SpotOf): string => {
  const pointer = document['paths'] === undefined ? '#' : '#/paths';
  const what = document['paths'] === undefined ? 'it has no "paths"' : 'its paths have no operation';
  const spot = spotOf(pointer);
  return `Cannot use "${spot.file}" at ${spot.line}:${spot.column}, ${spot.pointer}: ${what}, so there is nothing to judge`;
};

const textAt = (document: unknown, pointer: string): string | undefined => {
  const value = valueAt(document, pointer);
  return typeof value === 'string' ? value : undefined;
};
