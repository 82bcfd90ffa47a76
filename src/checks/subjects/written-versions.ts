import { nodeOf } from '../../model/location.ts';
import { askedContent } from '../../contract/asked-content.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { itemOf } from '../../contract/infer/covering.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { listIn } from '../../contract/infer/listed-below.ts';
import {
  goesBack,
  isNumberOf,
  type NumberedVersions,
  numberedVersions,
  versionInBody,
  versionInPath,
  versionsInQuery,
} from '../../contract/infer/numbered-versions.ts';
import { endsInParameter, isDirectlyBelow, isItemOf, pathAbove } from '../../contract/infer/path-template.ts';
import { alternativesOf, descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { isBinary } from '../../generators/files.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { at, type Subject } from '../kit/define.ts';

/** What brings the content of a version: a text in a member of a body, or a body that is the file itself. */
export type Writing = { readonly operation: Operation; readonly member: string | undefined; readonly isOfLines: boolean };

/** Numbered versions whose content the run can write. */
export type WrittenVersions = Subject &
  NumberedVersions & {
    readonly writing: Writing;
    /** Makes a version of what was written; undefined where the writing does so. */
    readonly keep: Operation | undefined;
  };

/** Names of members that hold the whole text of something. */
const contents: ReadonlySet<string> = new Set(['body', 'content', 'contents', 'text', 'markdown', 'source', 'html']);

const isContent = (name: string): boolean => contents.has(wordsOf(name).at(-1) ?? '');

/** Some lines, as a text of ours has them. */
const sampleLines = 'ct-0123456789-line-one\n'.repeat(3);

/** A text that takes any words. */
const isFreeText = ({ document }: Contract, { schema }: Pick<BodyMember, 'schema'>, sample: string): boolean =>
  isType(document, schema, 'string') &&
  partsOf(document, schema).every((part) => ['enum', 'const', 'format', 'pattern'].every((word) => part[word] === undefined)) &&
  mayBeSent(document, schema, sample);

const contentOf = (contract: Contract, operation: Operation): string | undefined => {
  const found = bodyMembers(contract, operation).filter((one) => isContent(one.name) && isFreeText(contract, one, sampleLines));
  return found.length === 1 ? found[0]?.name : undefined;
};

/** Is the body of an operation a file of any kind, and nothing else. */
const takesFile = ({ body }: Operation): boolean =>
  askedContent(body) === undefined &&
  (body?.content ?? []).length > 0 &&
  (body?.content ?? []).every(
    ({ mediaType, schema }) =>
      ['*/*', 'application/octet-stream', 'text/plain'].includes(essenceOf(mediaType)) &&
      (essenceOf(mediaType) !== '*/*' || (isObject(schema) && isBinary(schema))),
  );

const writingOf = (
  contract: Contract,
  { adding, change, list }: NumberedVersions,
): Pick<WrittenVersions, 'writing' | 'keep'> | undefined => {
  const others = adding.filter((one) => one.key !== change?.key && !goesBack(contract, one));
  for (const operation of others) {
    if (takesFile(operation)) return { writing: { operation, member: undefined, isOfLines: true }, keep: undefined };
    const member = contentOf(contract, operation);
    if (member !== undefined) return { writing: { operation, member, isOfLines: true }, keep: undefined };
  }
  const [keep, ...more] = adding.some((one) => one.key === change?.key) ? [] : others;
  // Each of several may need something else.
  if (!change || more.length > 0) return undefined;
  const entry = listIn(contract.document, answerSchema(list) ?? true)?.entry;
  const shown = membersOf(contract.document, entry);
  const content = contentOf(contract, change);
  const member =
    content ??
    bodyMembers(contract, change).find((one) => shown.has(one.name) && isFreeText(contract, one, 'ct-0123456789-line-one'))?.name;
  return member === undefined ? undefined : { writing: { operation: change, member, isOfLines: content !== undefined }, keep };
};

/** Every list of numbered versions whose content the run can write. */
export const writtenVersions = (contract: Contract): readonly WrittenVersions[] =>
  numberedVersions(contract).flatMap((versions): readonly WrittenVersions[] => {
    const found = writingOf(contract, versions);
    const isUsable = found && [found.writing.operation, found.keep].every((one) => one?.unsupported === undefined);
    return isUsable ? [at(versions.list.location, { ...versions, ...found })] : [];
  });

/** A read that shows one version by its number, which its path or a parameter of its query takes. */
export type VersionRead = { readonly operation: Operation; readonly query: string | undefined };

/** The reads of one version: below the list by its number, or of the content by a number in the query. */
export const versionReads = (contract: Contract, { list, resourceType, noun }: NumberedVersions): readonly VersionRead[] =>
  contract.operations.flatMap((operation): readonly VersionRead[] => {
    const { method, effect, path, unsupported } = operation;
    if (method !== 'GET' || effect !== 'safe' || unsupported !== undefined || operation.key === list.key) return [];
    const numbered = endsInParameter(path) ? path : pathAbove(path);
    const last = wordsOf(path.split('/').at(-1) ?? '').at(-1) ?? '';
    if (isItemOf(numbered, list.path) && (numbered === path || contents.has(last) || ['download', 'file', 'raw'].includes(last)))
      return [{ operation, query: undefined }];
    const [own, ...others] = operation.parameters.filter(
      ({ name, in: place, schema }) => place === 'query' && isNumberOf(contract.document, name, schema, noun),
    );
    const isOwn = own !== undefined && others.length === 0 && wordsOf(own.name).length <= 2;
    return isOwn && isDirectlyBelow(path, itemOf(resourceType).path) ? [{ operation, query: own.name }] : [];
  });

/** An action that makes an older version the current one. */
export type Restoring = Subject & {
  readonly versions: WrittenVersions;
  readonly operation: Operation;
  /** The member of its body with the number; undefined where its path has it. */
  readonly member: string | undefined;
  /** The sentence by which it makes a new version. */
  readonly sentence: string;
};

/** Words by which a version is made at some times only. */
const conditional =
  /\b(?:if|when|while|once|until|after|before|since|unless|instead|except|may|might|can|could|should|no|not|never|without|neither|nor|cannot|meanwhile|4\d\d)\b/iu;

/** Every action on versions of a contract that is said to make a new version of an older one. */
export const restorings = (contract: Contract): readonly Restoring[] =>
  writtenVersions(contract).flatMap((versions) =>
    contract.operations.flatMap((operation): readonly Restoring[] => {
      if (operation.method !== 'POST' || operation.unsupported !== undefined || !goesBack(contract, operation)) return [];
      const isInPath = versionInPath(contract, operation)?.list.key === versions.list.key;
      const members = bodyMembers(contract, operation).filter(
        ({ name, schema }) => versionInBody(contract, operation, [name, schema])?.list.key === versions.list.key,
      );
      if (!isInPath && members.length !== 1) return [];
      const another = new RegExp(String.raw`\b(?:new|another|further) (?:[\w-]+ ){0,2}?${versions.noun}\b`, 'iu');
      const sentence = saidIn(valueAt(contract.document, nodeOf(operation.location)))
        .flatMap(sentencesOf)
        .find((one) => another.test(one) && !conditional.test(one) && !isDoubtful(one));
      if (sentence === undefined) return [];
      return [at(operation.location, { versions, operation, member: isInPath ? undefined : members[0]?.name, sentence })];
    }),
  );

/** What an answer to a comparison shows of one side alone: so many lines, or these. */
export type OneSided = {
  readonly path: readonly string[];
  readonly side: 'older' | 'newer';
  readonly isExact: boolean;
  readonly text: string;
};

/** A read that compares two numbered versions, and says which side has what the other one lacks. */
export type Comparison = Subject & {
  readonly versions: WrittenVersions;
  readonly operation: Operation;
  readonly from: string;
  readonly to: string;
  readonly oneSided: readonly OneSided[];
  /** The lists whose entries have a word for what became of a line: where they are, and the member with the word. */
  readonly marked: readonly { readonly list: string; readonly mark: string }[];
};

/** First words of pairs of parameters whose order nobody can take for another one. */
const surePairs: readonly (readonly [string, string])[] = [
  ['from', 'to'],
  ['base', 'head'],
  ['old', 'new'],
  ['older', 'newer'],
  ['before', 'after'],
];

const addedWords: ReadonlySet<string> = new Set([
  'add',
  'added',
  'addition',
  'additions',
  'insert',
  'inserted',
  'insertions',
  'insertion',
  '+',
]);
const removedWords: ReadonlySet<string> = new Set(['remove', 'removed', 'removals', 'delete', 'deleted', 'deletions', 'deletion', '-']);

const sideNamed = (word: string): 'older' | 'newer' | undefined =>
  addedWords.has(word.toLowerCase()) ? 'newer' : removedWords.has(word.toLowerCase()) ? 'older' : undefined;

/** What a member of a comparison holds, by its text, else by its name; undefined where both can be read in another way. */
const sideOf = (name: string, text: string, from: string, to: string): OneSided['side'] | undefined => {
  const plain = text.replaceAll(/[`*_"]/gu, '');
  const says = (word: string): boolean => new RegExp(String.raw`\b${word}\b`, 'u').test(plain);
  const only = (one: string, other: string): boolean =>
    new RegExp(
      String.raw`\b(?:(?:are|is|occur|exist|found)\s+)?only\s+in\s+(?:the\s+)?${one}\b|\bin\s+(?:the\s+)?${one},?\s+(?:but|and)\s+not\s+in\s+(?:the\s+)?${other}\b`,
      'u',
    ).test(plain);
  const words = wordsOf(name);
  const named = sideNamed(words[0] ?? '') ?? sideNamed(words.at(-1) ?? '');
  const told = only(to, from) ? 'newer' : only(from, to) ? 'older' : undefined;
  if (told !== undefined) return named === undefined || named === told ? told : undefined;
  return says(from) || says(to) || /\b(?:first|second|left|right|other|rever[st]\w*|undo\w*|restor\w+|back)\b/iu.test(plain)
    ? undefined
    : named;
};

const enumOf = (document: Contract['document'], schema: Schema): readonly string[] =>
  [schema, ...alternativesOf(document, schema)]
    .flatMap((one) => partsOf(document, one))
    .flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as unknown[]) : []))
    .filter((one): one is string => typeof one === 'string');

const markedIn = (document: Contract['document'], answer: Schema): Comparison['marked'] =>
  [...membersOf(document, answer)].flatMap(([list, schema]) => {
    if (!isType(document, schema, 'array')) return [];
    const items = partsOf(document, schema).map((part) => part['items']);
    return items.flatMap((item) =>
      [...membersOf(document, item)].flatMap(([mark, one]) => {
        const sides = new Set(enumOf(document, one).map(sideNamed));
        return sides.has('older') && sides.has('newer') ? [{ list, mark }] : [];
      }),
    );
  });

const oneSidedIn = (document: Contract['document'], answer: Schema, from: string, to: string): readonly OneSided[] => {
  const of = (members: ReadonlyMap<string, Schema>, above: readonly string[]): readonly OneSided[] =>
    [...members].flatMap(([name, schema]): readonly OneSided[] => {
      const isCount = isType(document, schema, 'integer') || isType(document, schema, 'array');
      if (!isCount) return above.length === 0 ? of(membersOf(document, schema), [name]) : [];
      const text = descriptionsIn(document, schema).join(' ');
      const side = sideOf(name, text, from, to);
      const isExact = /\blines\b/iu.test(text) && /\bonly in\b/iu.test(text) && isType(document, schema, 'integer');
      return side === undefined ? [] : [{ path: [...above, name], side, isExact, text }];
    });
  return of(membersOf(document, answer), []);
};

/** Every comparison of two versions of a contract whose content the run can write, line by line. */
export const comparisons = (contract: Contract): readonly Comparison[] =>
  writtenVersions(contract)
    .filter(({ writing }) => writing.isOfLines)
    .flatMap((versions) =>
      contract.operations.flatMap((operation): readonly Comparison[] => {
        const asked = versionsInQuery(contract, operation);
        if (asked?.list.key !== versions.list.key || asked.parameters.length !== 2) return [];
        const named = (side: 'older' | 'newer') => asked.parameters.find((one) => one.side === side)?.name ?? '';
        const [from, to] = [named('older'), named('newer')];
        const isSure = surePairs.some(([one, other]) => wordsOf(from)[0] === one && wordsOf(to)[0] === other);
        const { document } = contract;
        const answer = answerSchema(operation) ?? true;
        const [oneSided, marked] = [oneSidedIn(document, answer, from, to), markedIn(document, answer)];
        if (!isSure || (oneSided.length === 0 && marked.length === 0)) return [];
        return [at(operation.location, { versions, operation, from, to, oneSided, marked })];
      }),
    );

/** Is a word in an entry of a comparison one for what only one side has. */
export const sideOfMark = (value: unknown): 'older' | 'newer' | undefined => (typeof value === 'string' ? sideNamed(value) : undefined);
