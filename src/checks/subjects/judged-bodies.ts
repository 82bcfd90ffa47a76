import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { entriesIn, isBare, resultOf } from './bulk-creations.ts';
import { mayRefuseWhole, saysEachTold, saysGoodKept, saysInOrder } from './bulk-words.ts';
import { entryLike } from './entry-likes.ts';
import { operationsOnEntries } from './judged-entries.ts';

/** An operation with several objects in its body, of which its text says that a bad one does not keep back the others, and that answers for each of them. */
export type JudgedBodies = Subject & {
  readonly operation: Operation;
  /** The member of the body that holds the entries; undefined where the body is their list. */
  readonly entries: string | undefined;
  /** The members that an entry has to have, by its schema or by what the texts say that it is like. */
  readonly required: readonly string[];
  /** Do the schema of the body, which takes any object for an entry, and the texts give no reason to refuse the body as a whole. */
  readonly isFree: boolean;
  /** Does the document say that the answer has one result for each entry. */
  readonly isEachTold: boolean;
  /** Does it say that the answer keeps to the order of the entries. */
  readonly isOrdered: boolean;
  /** The place that the answer tells of the first entry, where a description says so: 0 or 1. */
  readonly firstPlace: number | undefined;
};

/** A body has to take so many entries: two good ones, and a bad one between them. */
const fewest = 3;

/** Words by which the answer may come before the entries are judged. */
const isForLater =
  /\b(?:asynchronous\w*|in the background|queued?|overnight|nightly|(?:checked|validated|processed|verified|judged) (?:\w+ )?(?:later|afterwards))\b/iu;

/** The required members of an object that the caller has to give. */
const requiredIn = (contract: Contract, schema: Schema): readonly string[] => {
  const { document } = contract;
  const members = membersOf(document, schema);
  const names = partsOf(document, schema).flatMap(({ required }) => (Array.isArray(required) ? (required as unknown[]) : []));
  return names.filter((name): name is string => {
    const member = typeof name === 'string' ? members.get(name) : undefined;
    // What has a default may be there without being sent.
    return member !== undefined && !partsOf(document, member).some((part) => part['readOnly'] === true || 'default' in part);
  });
};

/** Do texts say that a member may be left out here, whatever the schema says that an entry is like: "`grams` may be left out". */
const saysLeftOut = (texts: readonly string[], name: string): boolean =>
  texts
    .flatMap(sentencesOf)
    .some(
      (sentence) =>
        new RegExp(String.raw`(?:^|\W)${literalPattern(name)}(?=\W|$)`, 'u').test(sentence) &&
        /\b(?:optional\w*|defaults?|(?:may|can) be (?:left out|omitted|missing|absent)|(?:left out|omitted|missing|absent),|without|need not|not (?:needed|required|necessary)|filled in|taken from)\b/iu.test(
          sentence,
        ),
    );

const judgedIn = (contract: Contract, operation: Operation): readonly JudgedBodies[] => {
  const { document } = contract;
  const schema = askedSchema(operation.body);
  const held = schema === undefined ? undefined : entriesIn(contract, schema);
  const array = held && resolvedSchema(document, held.schema);
  if (!held || !isObject(array) || (typeof array['maxItems'] === 'number' && array['maxItems'] < fewest)) return [];
  const answer = answerSchema(operation);
  const results = [answer, ...membersOf(document, answer).values()].filter((one) => isType(document, one, 'array'));
  if (results.length !== 1 || membersOf(document, itemsOf(document, results[0])).size === 0) return [];
  const texts = [operation.location, ...operation.responses.map(({ location }) => location)].flatMap((one) =>
    saidIn(valueAt(document, nodeOf(one))),
  );
  const item = itemsOf(document, held.schema);
  const around = [...texts, ...descriptionsIn(document, held.schema), ...descriptionsIn(document, item)];
  if (!saysGoodKept(around) || around.some((text) => isForLater.test(text))) return [];
  const isFree = isBare(contract, item);
  const entry = isFree ? entryLike(contract, operation, item, around) : item;
  const required = entry === undefined ? [] : requiredIn(contract, entry).filter((name) => !saysLeftOut(around, name));
  if (required.length === 0) return [];
  // What several operations share tells nothing of this one.
  const ofRefusals = operation.responses
    .filter(({ status, location }) => ['400', '422', '4XX'].includes(status) && nodeOf(location).startsWith('#/paths/'))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))));
  const { texts: ofResults, firstPlace } = resultOf(contract, operation);
  const told = [...around, ...ofResults];
  return [
    at(operation.location, {
      operation,
      entries: held.entries,
      required,
      isFree: isFree && !mayRefuseWhole(around, ofRefusals),
      isEachTold: saysEachTold(told),
      isOrdered: saysInOrder(told),
      firstPlace,
    }),
  ];
};

/** Every operation that answers for each of several objects in its body, at the operation. */
export const judgedBodies = (contract: Contract): readonly JudgedBodies[] =>
  operationsOnEntries(contract).flatMap((operation) => judgedIn(contract, operation));
