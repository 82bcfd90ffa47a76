import { isActing } from '../../contract/infer/acting.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** An action whose body has to repeat a value that its resource shows: "`409` if `amount` is not its `total`". */
export type EqualValue = Subject & {
  readonly operation: Operation;
  readonly on: OnOwn;
  readonly trip: Trip;
  /** The member of the body, and the one that the resource shows. */
  readonly member: string;
  readonly shown: string;
  readonly sentence: string;
};

/** Words by which it does not hold always. */
const hedged =
  /\b(?:unless|may|might|can|could|should|usually|normally|optional\w*|except|if (?:it is )?(?:given|sent|present|set)|when (?:given|sent|present|set)|plus|minus|times|part of|sum|at least|at most|up to|per)\b/iu;

const unequal =
  "(?:is|are|was) (?:not|other than|different from|unlike|unequal to)(?: exactly)?(?: equal to| the same as)?|(?:does not|doesn't|do not) (?:equal|match)(?: exactly)?|(?:differs|deviates) from|other than|different from|not equal to";
const equal =
  '(?:must|has to|have to|needs to|is to)(?: exactly| always)? (?:be(?: exactly)?(?: equal to| the same as)?|equal|match)(?: exactly)?';

/** Does a sentence say that one value has to be the other one; the first is left out where its own description says so. */
const saysEqual = (sentence: string, member: string | undefined, shown: string, noun: string): boolean => {
  const plain = ` ${sentence
    .replaceAll(/[`*"]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replace(/[.\s]+$/u, '')} `;
  const nameOf = (name: string): string => `(?:${literalPattern(name)}|${literalPattern(wordsOf(name).join(' '))})`;
  const subject = member === undefined ? '^ ?' : String.raw`(?<![\w-])(?:the |its )?${nameOf(member)} (?:that |which )?`;
  const owner = String.raw`(?:its|the|the current|the present|the ${literalPattern(noun)}'s)`;
  const rest = String.raw`(?: (?:of|in) (?:the|its|that|this) ${literalPattern(noun)})?(?= ?(?:$|[,;:()]|(?:or|and|otherwise|else|exactly|then|in|is|are|gets|answers)\b))`;
  return (
    new RegExp(String.raw`${subject}(?:${unequal}|${equal}) ${owner} ${nameOf(shown)}${rest}`, 'iu').test(plain) && !hedged.test(plain)
  );
};

const isPlain = ({ document }: Contract, schema: Schema): boolean =>
  ['integer', 'number', 'string'].some((type) => isType(document, schema, type));

const findIn = (contract: Contract, operation: Operation): readonly EqualValue[] => {
  if (!isActing(operation) || operation.unsupported !== undefined) return [];
  const members = bodyMembers(contract, operation).filter(({ schema }) => isPlain(contract, schema));
  const on = members.length > 0 ? onOwnResource(contract, operation) : undefined;
  const trip = on && roundTrips(contract).find(({ create }) => create.key === on.resourceType.create.key);
  if (!on || !trip || !isDirectlyBelow(operation.path, trip.itemPath)) return [];
  const { document } = contract;
  const place = placeIn(contract, trip.read ?? trip.create, trip.id);
  const all = [...membersOf(document, place?.schema ?? true)].filter(([name, schema]) => name !== trip.id && isPlain(contract, schema));
  const noun = nounWordsOf(trip.addsTo).join(' ');
  const own = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  const answers = operation.responses
    .filter(({ status }) => status.startsWith('4'))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
    .flatMap(sentencesOf);
  return members.flatMap(({ name, schema }): readonly EqualValue[] => {
    const described = descriptionsIn(document, schema).flatMap(sentencesOf);
    const told = all.flatMap(([shown]): readonly EqualValue[] => {
      const sentence =
        [...own, ...answers].find((one) => saysEqual(one, name, shown, noun)) ??
        described.find((one) => saysEqual(one, undefined, shown, noun));
      return sentence === undefined ? [] : [at(operation.location, { operation, on, trip, member: name, shown, sentence })];
    });
    return told.length === 1 ? told : [];
  });
};

const known = new WeakMap<Contract, readonly EqualValue[]>();

/** The actions of a contract that is held to the standard requirements whose text says which shown value of their resource their body has to repeat. */
export const equalValues = (contract: Contract): readonly EqualValue[] => {
  const found =
    known.get(contract) ?? (contract.standard.size === 0 ? [] : contract.operations.flatMap((operation) => findIn(contract, operation)));
  known.set(contract, found);
  return found;
};
