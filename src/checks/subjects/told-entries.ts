import { sentencesOf } from '../../contract/infer/sentences.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { isSettable } from '../../generators/whole-body.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type AddedEntries, addedEntries } from './added-entries.ts';
import { atomic } from './bulk-words.ts';
import { comparableMembers } from './shown-as-sent.ts';

/** A POST whose entries are found again in their list by the moments that they bring. */
export type FoundEntries = Subject &
  AddedEntries & {
    /** The members with a moment that an entry brings and its item shows. */
    readonly moments: readonly string[];
    /** The other members that an item shows as they were sent. */
    readonly same: readonly string[];
  };

/** Descriptions of members that show something else than what was sent. */
const isMadeOf = /calibrat|\bround|comput|calculat|convert|normali[sz]|\bscale|adjust|correct|deriv|averag|estimat|smooth/iu;

const describesOther = (document: Contract['document'], schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(({ description }) => typeof description === 'string' && isMadeOf.test(description));

const isMoment = (document: Contract['document'], schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date-time');

/** Every such operation. */
export const foundEntries = (contract: Contract): readonly FoundEntries[] => {
  const { document } = contract;
  return addedEntries(contract).flatMap((one): FoundEntries[] => {
    const shown = membersOf(document, one.item);
    const moments = [...membersOf(document, one.entry)].flatMap(([name, schema]) =>
      isMoment(document, schema) && isMoment(document, shown.get(name)) ? [name] : [],
    );
    const same = [...comparableMembers(contract, one.entry, one.item).keys()].filter(
      (name) => !moments.includes(name) && !describesOther(document, shown.get(name)),
    );
    return moments.length === 0 ? [] : [at(one.add.location, { ...one, moments, same })];
  });
};

const saidOf = ({ document }: Contract, { add }: AddedEntries): readonly string[] => {
  const node = valueAt(document, nodeOf(add.location));
  return isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : [];
};

/** A POST of entries that keeps each of them once, by its moment or by a member that identifies it. */
export type OnceEntries = FoundEntries & {
  /** The member that identifies an entry beside its moment; undefined where the moment does. */
  readonly key: string | undefined;
  /** The number that the second one has otherwise, if there is one that its item shows as it was sent. */
  readonly number: string | undefined;
  /** Are moments compared as instants, in whatever zone they are written. */
  readonly isInstant: boolean;
  readonly sentence: string;
};

/** Sentences that say that the second of two such entries is not stored. */
const isOnce =
  /\bduplicates?\b|\bonly once\b|\bonce only\b|\bsecond one\b.{0,40}\b(?:ignored|refused|rejected)\b|\balready\b.{0,60}\b(?:ignored|refused|rejected)\b/iu;

/** Sentences by which two entries that are alike are both stored, perhaps. */
const isAllowedTwice =
  /\bduplicates? (?:(?:is|are|may be|can be|will be) )?(?:allowed|accepted|kept|stored|possible|permitted)\b|\b(?:not|no) (?:an? )?duplicates?\b|\b(?:may|might|both)\b/iu;

/** Words for more than the key of an entry: entries with another number are others then. */
const isOfAll = /\bsame\b[^.;]*\b(?:values?|data|contents?|payload|body|amount|everything|entry|members)\b/iu;

const isReplaced = /\boverwrit|\breplac|\blast one wins\b|\bupdat/iu;

/** Every such operation, with the sentence that says so. */
export const onceEntries = (contract: Contract): readonly OnceEntries[] =>
  foundEntries(contract).flatMap((one): OnceEntries[] => {
    const sentences = saidOf(contract, one);
    const sentence = sentences.find((text) => isOnce.test(text) && /\bsame\b/iu.test(text) && !isAllowedTwice.test(text));
    if (sentence === undefined || one.members.length === 0) return [];
    const named = one.members.find(
      ({ name, schema }) =>
        !one.moments.includes(name) &&
        name !== one.owner &&
        typesOf(schema).includes('string') &&
        isSettable({ name, required: false }) &&
        mayBeSent(contract.document, schema, 'ct-0123456789-entry') &&
        new RegExp(String.raw`\bsame \x60?${literalPattern(name)}\b`, 'iu').test(sentence),
    );
    const isByMoment =
      one.moments.length === 1 &&
      (/\bsame (?:instant|moment|time|timestamp)\b/iu.test(sentence) ||
        one.moments.some((name) => new RegExp(String.raw`\bsame \x60?${literalPattern(name)}\b`, 'iu').test(sentence)));
    if (named === undefined && !isByMoment) return [];
    const number =
      isOfAll.test(sentence) || sentences.some((text) => isReplaced.test(text))
        ? undefined
        : one.members.find(
            ({ name, schema }) =>
              one.same.includes(name) &&
              !new RegExp(String.raw`\b${literalPattern(name)}\b`, 'iu').test(sentence) &&
              [2, 3].every((value) => mayBeSent(contract.document, schema, value)),
          );
    const isInstant = /\binstants?\b/iu.test(sentence);
    return [{ ...one, key: named?.name, number: number?.name, isInstant, sentence }];
  });

/** A POST of entries that stores all entries of a body or none, and a required member that an entry with a mistake leaves out. */
export type AtomicEntries = FoundEntries & { readonly required: string; readonly sentence: string };

const isWhole = /\brefused as a whole\b|\bnothing (?:of it |of them )?is (?:stored|saved|kept|added|recorded)\b/iu;

/** Every such operation, with the sentence that says so. */
export const atomicEntries = (contract: Contract): readonly AtomicEntries[] =>
  foundEntries(contract).flatMap((one): AtomicEntries[] => {
    const sentence = saidOf(contract, one).find((text) => isWhole.test(text) || atomic.test(text));
    const required = one.members.find(({ name, required: needed }) => needed && name !== one.owner && !one.moments.includes(name));
    const is207 = one.add.responses.some(({ status }) => status === '207');
    return sentence === undefined || required === undefined || one.entries === undefined || one.most < 2 || is207
      ? []
      : [{ ...one, required: required.name, sentence }];
  });
