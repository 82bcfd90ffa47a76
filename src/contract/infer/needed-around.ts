import { literalPattern } from '../pattern/literal-pattern.ts';
import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { type ComingWith, comingWith } from './coming-with.ts';
import { describedLists } from './conventions/collection.ts';
import { nounWordsOf } from './id-names.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, pathAbove } from './path-template.ts';
import { itemOf } from './covering.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { spanNames } from './span-names.ts';
import { askedSchema } from '../asked-content.ts';

/** A stretch of time below the same resource that has to be in a state before something is created in it: the period of a book that has to be open. */
export type NeededAround = ComingWith & {
  /** Sets the state of one. */
  readonly change: Operation;
  readonly member: string;
  readonly state: string;
  /** The members of the body that lie in it. */
  readonly times: readonly string[];
  /** The members of a stretch that show when it begins and ends; undefined where its id alone tells: `2026-02`. */
  readonly bounds: readonly [begin: string, end: string] | undefined;
};

type Document = Contract['document'];

const isTime = (document: Document, schema: Schema): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date' || format === 'date-time');

const listed = (document: Document, schema: Schema | undefined): readonly string[] =>
  partsOf(document, schema)
    .flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as unknown[]) : []))
    .filter((one): one is string => typeof one === 'string');

const denying = /\b(?:not|never|no longer|unless|except|cannot|can't|neither|nor)\b/iu;

/** Does a sentence say that the stretch has to be in a state: "the period it lies in is open", "only in an open period", "its month must be open". */
const saysNeeded = (sentence: string, noun: string, state: string): boolean => {
  const plain = sentence.replaceAll(/[`*"]/gu, '');
  const [named, is] = [literalPattern(noun), literalPattern(state)];
  const patterns = [
    String.raw`\b${named}\b(?: (?:(?:that |which )?(?:it|they|the \w+) (?:lies?|falls?|is|are) in(?:to)?|of (?:its|the) (?:date|day)|in question|around it))? (?:is|must be|has to be|needs to be|should be) (?:still )?${is}\b`,
    String.raw`\b(?:in|into|within|only in|only into) (?:an?|the|its) ${is} ${named}\b`,
    String.raw`\bonly (?:in|into|within) ${is} ${named}s\b`,
  ];
  // What is denied in another half of a sentence says nothing of this one.
  return plain
    .split(/[,;:](?!\d)/u)
    .some((half) => !denying.test(half) && patterns.some((pattern) => new RegExp(pattern, 'iu').test(half)));
};

const find = (contract: Contract, operation: Operation): NeededAround | undefined => {
  const { document } = contract;
  const body = askedSchema(operation.body);
  const times = [...membersOf(document, body)].flatMap(([name, schema]) => (isTime(document, schema) ? [name] : []));
  if (times.length === 0 || !operation.effect.startsWith('creates')) return undefined;
  const sentences = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  for (const change of contract.operations) {
    const coming = endsInParameter(change.path) ? comingWith(contract, change) : undefined;
    if (!coming || !isDirectlyBelow(operation.path, itemOf(coming.above).path) || isSamePath(operation.path, pathAbove(change.path)))
      continue;
    const [described] = describedLists({ document, operations: [coming.list] });
    if (!described) continue;
    const shown = membersOf(document, described.item);
    const noun = nounWordsOf(coming.list.path).join(' ');
    const set = membersOf(document, askedSchema(change.body));
    for (const [member, schema] of set) {
      const states = listed(document, schema).filter((state) => listed(document, shown.get(member)).includes(state));
      const state = states.find((one) => sentences.some((sentence) => saysNeeded(sentence, noun, one)));
      if (state === undefined) continue;
      const [bounds] = spanNames([...shown].flatMap(([name, one]) => (isTime(document, one) ? [name] : [])));
      return { ...coming, change, member, state, times, bounds };
    }
  }
  return undefined;
};

const known = new WeakMap<Operation, NeededAround | undefined>();

/**
 * The stretch of time in which what an operation creates has to lie, and that has to be in a state for that, where the document says so: "the period it lies in is open". The stretches
 * come with the resource that both are below. Only for a contract that is held to the standard requirements.
 */
export const neededAround = (contract: Contract, operation: Operation): NeededAround | undefined => {
  if (contract.standard.size === 0 || operation.method !== 'POST') return undefined;
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
