import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { isActing } from './acting.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { listIn } from './listed-below.ts';
import { namedSchemas } from './named-lists.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, parametersIn, pathAbove } from './path-template.ts';
import { isType, membersOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { bringsAboutOne } from './told-causes.ts';
import { wordsOf } from './words.ts';

/** The numbered versions of one resource, as a read right below it lists them: `GET /pages/{pageId}/revisions`. */
export type NumberedVersions = {
  readonly resourceType: AnyInferred;
  readonly list: Operation;
  /** The member of the answer that holds the list; undefined where the answer is the list. */
  readonly at: string | undefined;
  /** The member of each entry that is its number. */
  readonly number: string;
  /** What one of them is called, in the singular. */
  readonly noun: string;
  /** What makes one more of what the resource is now, or of what it brings itself, such as an upload; none where each change does. */
  readonly adding: readonly Operation[];
  /** Changes the resource, so that there is something new. */
  readonly change: Operation | undefined;
};

/** Nouns of what a resource was at one time. */
const versionNouns: ReadonlySet<string> = new Set(['version', 'revision', 'edition', 'snapshot', 'generation', 'release', 'iteration']);

/** Last words of members and parameters that name something by its number. */
const numberWords: ReadonlySet<string> = new Set(['number', 'no', 'nr', 'num']);

/** The type of the resource right above the last word of a path. */
const typeAbove = (contract: Contract, operation: Operation): AnyInferred | undefined => {
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  return covering.map(({ resourceType }) => resourceType).find((one) => isDirectlyBelow(operation.path, itemOf(one).path));
};

/** The name of the member of an entry by which it is numbered. */
const numberIn = (document: Contract['document'], entry: Schema | undefined, noun: string): string | undefined =>
  [...membersOf(document, entry)].find(([name, schema]) => {
    const words = wordsOf(name);
    const isNumber = words.length === 1 && numberWords.has(words[0] ?? '');
    const isOwn = words[0] === noun && words.slice(1).every((word) => numberWords.has(word));
    return (isNumber || isOwn) && isType(document, schema, 'integer');
  })?.[0];

/** Does a text say that an operation adds one: "Upload a new version", "Each publication creates a revision". */
const saysAdding = (document: Contract['document'], { location }: Operation, noun: string): boolean => {
  const texts = saidIn(valueAt(document, nodeOf(location)));
  const another = new RegExp(String.raw`\b(?:new|another|next|further)\s+(?:[\w-]+\s+){0,2}${noun}s?\b`, 'iu');
  const denied = /\b(?:no|not|never|without|neither|nor|cannot)\b/iu;
  return bringsAboutOne(texts, noun) || texts.flatMap(sentencesOf).some((one) => another.test(one) && !denied.test(one));
};

/** May an operation be made on a resource of the run for what it leaves behind: it changes that alone. */
const isUse = (operation: Operation): boolean =>
  operation.effect === 'changes' ||
  (operation.effect === 'destructive' && isActing(operation) && operation.inferred?.reaches === undefined);

/**
 * The operations that add one more version: the one whose answer is described by the schema of the entries, and whose body names none; else those at the resource, or right behind it, whose
 * texts say so.
 */
const addingTo = (
  { document, operations }: Contract,
  item: string,
  list: Operation,
  entry: Schema | undefined,
  noun: string,
): readonly Operation[] => {
  const own = namedSchemas(document, entry);
  const near = operations.filter(
    (one) => one.unsupported === undefined && one.issues !== true && isDirectlyBelow(one.path, item) && !endsInParameter(one.path),
  );
  const shown = [...near, ...operations.filter((one) => isSamePath(one.path, list.path))].filter(
    (one) =>
      one.method === 'POST' &&
      namedSchemas(document, answerSchema(one)).some((name) => own.includes(name)) &&
      ![...membersOf(document, askedSchema(one.body))].some(([name, schema]) => isNumberOf(document, name, schema, noun)),
  );
  if (new Set(shown).size === 1) return shown.slice(0, 1);
  return [...operations.filter((one) => isSamePath(one.path, item)), ...near].filter(
    (one) =>
      one.method !== 'DELETE' &&
      one.unsupported === undefined &&
      !isSamePath(one.path, list.path) &&
      isUse(one) &&
      saysAdding(document, one, noun),
  );
};

/** Is a member or parameter called after one of the versions, and a whole number: `revision`, `versionNumber`, `fromVersion`. */
export const isNumberOf = (document: Contract['document'], name: string, schema: Schema, noun: string): boolean =>
  wordsOf(name).includes(noun) && isType(document, schema, 'integer');

/** Words by which an action takes up what a resource was before: what it names is a version that is past, and not the one that a client has read. */
const goingBack =
  /\b(?:reverts?|reverted|restores?|roll(?:s|ed)? ?back|rollbacks?|go(?:es)? back|bring(?:s)? back|reinstates?|(?:old|older|earlier|previous|past|former) (?:version|revision|edition|snapshot|generation|release)s?)\b/iu;

/** Does an action take up what a resource was before, by its path or its texts. */
export const goesBack = ({ document }: Contract, { path, location }: Operation): boolean => {
  const last = path.split('/').at(-1) ?? '';
  return [wordsOf(last).join(' '), ...saidIn(valueAt(document, nodeOf(location)))].some((text) => goingBack.test(text));
};

const known = new WeakMap<Contract['operations'], Map<string, NumberedVersions | undefined>>();

const versionsOf = (contract: Contract, resourceType: AnyInferred): NumberedVersions | undefined => {
  const all = known.get(contract.operations) ?? new Map<string, NumberedVersions | undefined>();
  known.set(contract.operations, all);
  if (!all.has(resourceType.name)) all.set(resourceType.name, findVersions(contract, resourceType));
  return all.get(resourceType.name);
};

const findVersions = (contract: Contract, resourceType: AnyInferred): NumberedVersions | undefined => {
  const { document, operations } = contract;
  const item = itemOf(resourceType).path;
  const found = operations.flatMap((list): readonly NumberedVersions[] => {
    const last = list.path.split('/').findLast((one) => one !== '') ?? '';
    const noun = singular(wordsOf(last).at(-1) ?? '');
    const isMeant = list.method === 'GET' && list.effect === 'safe' && isDirectlyBelow(list.path, item) && versionNouns.has(noun);
    const answer = isMeant ? answerSchema(list) : undefined;
    const shown = answer === undefined ? undefined : listIn(document, answer);
    const number = shown && numberIn(document, shown.entry, noun);
    if (!shown || number === undefined) return [];
    const adding = addingTo(contract, item, list, shown.entry, noun);
    const change = ['PATCH', 'PUT']
      .map((method) => operations.find((one) => one.method === method && one.effect === 'changes' && isSamePath(one.path, item)))
      .find((one) => one !== undefined);
    return [{ resourceType, list, at: shown.at, number, noun, adding, change }];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** What the body of an action names: one of the numbered versions that a list right below the resource shows, and that is to be what it is again. */
export const versionInBody = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
): NumberedVersions | undefined => {
  const resourceType = operation.method === 'POST' ? typeAbove(contract, operation) : undefined;
  const versions = resourceType && versionsOf(contract, resourceType);
  if (!versions || versions.list.path === operation.path || !isNumberOf(contract.document, member, schema, versions.noun)) return undefined;
  return goesBack(contract, operation) ? versions : undefined;
};

/** The numbered versions of all resources that a run can create, of a contract that is held to the standard requirements. */
export const numberedVersions = (contract: Contract): readonly NumberedVersions[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((list) => {
        const resourceType = list.method === 'GET' ? typeAbove(contract, list) : undefined;
        const versions = resourceType && versionsOf(contract, resourceType);
        return versions?.list.key === list.key ? [versions] : [];
      });

/** Numbered versions of a resource of the run, one of which an operation names in its path. */
export type VersionInPath = NumberedVersions & {
  /** The parameter that takes the number of one. */
  readonly parameter: string;
};

const findInPath = (contract: Contract, operation: Operation): VersionInPath | undefined => {
  // An action has its word behind what it acts on.
  const path = endsInParameter(operation.path) ? operation.path : pathAbove(operation.path);
  const collection = pathAbove(path);
  const name = parametersIn(path).at(-1);
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
  if (!isUse(operation) || !endsInParameter(path) || parameter === undefined) return undefined;
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const resourceType = covering.map((one) => one.resourceType).find((one) => isSamePath(itemOf(one).path, pathAbove(collection)));
  const versions = resourceType && versionsOf(contract, resourceType);
  // What something creates at a path of its own is tried on one that the run creates there.
  const isMade = contract.operations.some((one) => one.method !== 'GET' && isSamePath(one.path, collection));
  if (!versions || isMade || !isSamePath(versions.list.path, collection)) return undefined;
  const [words, number] = [wordsOf(parameter.name), wordsOf(versions.number).join(' ')];
  const isNumber = [words.join(' '), words.at(-1)].includes(number) && isType(contract.document, parameter.schema, 'integer');
  return isNumber && (versions.adding.length > 0 || versions.change) ? { ...versions, parameter: parameter.name } : undefined;
};

const inPaths = new WeakMap<Operation, VersionInPath | undefined>();

/**
 * What an operation removes or acts on that is a numbered version of a resource which the run can create: `POST /files/{fileId}/versions/{number}/restore`. Undefined for anything else.
 */
export const versionInPath = (contract: Contract, operation: Operation): VersionInPath | undefined => {
  if (contract.standard.size === 0) return undefined;
  if (!inPaths.has(operation)) inPaths.set(operation, findInPath(contract, operation));
  return inPaths.get(operation);
};

/** First words of the parameters of a comparison that name what was before, and what comes after. */
const sides: Readonly<Record<string, 'older' | 'newer'>> = {
  ...Object.fromEntries(['from', 'base', 'left', 'old', 'older', 'before', 'since'].map((word) => [word, 'older'])),
  ...Object.fromEntries(['to', 'head', 'right', 'new', 'newer', 'after', 'against', 'until'].map((word) => [word, 'newer'])),
};

/** Which of the versions a parameter of a read names, by its name. */
export type VersionParameter = { readonly name: string; readonly side: 'older' | 'newer' };

/**
 * The parameters in the query of a read right below a resource that name some of its numbered versions: `version`, or `from` and `to` of a comparison, where a text of it speaks of them.
 * A list has none, as its `from` may be a day or a place in it.
 */
export const versionsInQuery = (
  contract: Contract,
  operation: Operation,
): (NumberedVersions & { readonly parameters: readonly VersionParameter[] }) | undefined => {
  const resourceType = operation.method === 'GET' && operation.effect === 'safe' ? typeAbove(contract, operation) : undefined;
  const versions = resourceType && versionsOf(contract, resourceType);
  if (!versions || versions.list.path === operation.path) return undefined;
  const { document } = contract;
  const said = saidIn(valueAt(document, nodeOf(operation.location)));
  const isAboutThem = said.some((text) => wordsOf(text).some((word) => singular(word) === versions.noun));
  const parameters = operation.parameters.flatMap(({ name, in: place, schema, required }): readonly VersionParameter[] => {
    const words = wordsOf(name);
    const side = sides[words[0] ?? ''];
    const isNamed =
      isNumberOf(document, name, schema, versions.noun) &&
      words.every((word, n) => word === versions.noun || numberWords.has(word) || (n === 0 && side !== undefined));
    const isSide = words.length === 1 && side !== undefined && isAboutThem && isType(document, schema, 'integer');
    return place === 'query' && required && (isNamed || isSide) ? [{ name, side: side ?? 'newer' }] : [];
  });
  return parameters.length > 0 ? { ...versions, parameters } : undefined;
};
