import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { aboveOpen } from '../../contract/infer/suited-amounts.ts';
import { actedTypeOf, type SuitedMember, suitedMembers } from '../../contract/infer/suited-members.ts';
import { endsInParameter, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { describesRefusal } from './mistaken-bodies.ts';
import { type Stateful, statefulAnswer } from './needed-states.ts';
import { readOfOne } from './own-resources.ts';
import { saidIn } from '../../contract/said.ts';

/**
 * A value that the text of an action says to be refused: an amount that is not the one that the resource shows, one above what it shows, one above what is left of that after a first part, a number below
 * one that it shows, a part of something else than the resource is for, or one part named twice.
 */
export type Unsuited = 'other-amount' | 'greater-amount' | 'greater-rest' | 'smaller-number' | 'foreign-part' | 'part-twice';

/** The reading of one part, and the states that it may be in after the action; none where the text names none. */
type PartStates = { readonly read: Operation; readonly shown: Stateful; readonly told: readonly string[] };

/** A member with an amount, with a number that may not be below another one, with the ids of parts, or with those of what a list below the resource shows. */
type Suiting = Extract<SuitedMember, { readonly kind: 'amount' | 'least' | 'ids' | 'listed' }>;

const isSuiting = (one: SuitedMember): one is Suiting => ['amount', 'least', 'ids', 'listed'].includes(one.kind);

/** An action with a member that has to suit the resource in its path. */
export type SuitedAction = Subject & {
  readonly operation: Operation;
  readonly read: Operation;
  readonly one: Suiting;
  readonly unsuited: readonly Unsuited[];
  /** Does its text say that nothing is done where it is refused. */
  readonly isWhole: boolean;
  readonly parts: PartStates | undefined;
};

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

const isRefusal =
  / (?:400|409|422|no more (?:\w+ ){1,4}than|refused?|refuses|rejected?|rejects|cannot|can not|may not|must not|not (?:accepted|allowed|possible|permitted|taken)) /u;

/** "a unit of another item", "not outstanding on this reservation", "does not belong to the order". */
const foreignTo = (nouns: readonly string[]): RegExp => {
  const noun = `(?:${nouns.join('|')})s?`;
  return new RegExp(
    String.raw` (?:of|from|to|in|for) (?:another|a different|some other|other) ${noun} | (?:not|never)(?: \w+)? (?:of|on|in|from|part of|for|belong(?:s|ed|ing)? to) (?:this|that|the|the same) ${noun} `,
    'u',
  );
};

/** "The rate must be among the shipment's current ones", "has to be one of those offered for the order". */
const isAmong = (own: string, nouns: readonly string[]): RegExp =>
  new RegExp(
    String.raw` ${own}s? (?:must|has to|have to|needs to|need to) (?:be (?:among|one of|part of)|belong to|come from) (?:\w+ ){0,5}?(?:${nouns.join('|')})s? `,
    'u',
  );

const twice = / (?:twice|more than once|duplicates?|repeated|named again) /u;

const whole =
  / (?:all or nothing|nothing is|nothing has|none is|none has|none of them is|no \w+ has changed|no \w+ is changed|nothing changes|atomic(?:ally)?) /u;

const textsOf = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

const clausesOf = (contract: Contract, operation: Operation): readonly string[] =>
  textsOf(contract, operation)
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(/;|: /u))
    .map(inWords);

/** Words of a sentence that says so of some cases alone. */
const conditional = / (?:if|when|unless|until|while|may|might|can|could|once|except) /u;

/** Is more than what is open refused on a condition or to some, or is something else meant: "the total of the day", "by more than a tenth". */
const isOfSome = (words: string): boolean => {
  const { index = 0, 0: topic = '' } = aboveOpen.exec(words) ?? {};
  const rest = ` ${words.slice(index + topic.length)}`;
  return (
    / (?:unless|except|usually|normally|by default|by more than|new clients?|(?:if|when)(?! (?:it|they|the (?:amount|payment)) )) /u.test(
      words,
    ) ||
    /^ (?:limits?|of the (?:day|month|week|year|account)|per (?:day|month|week|year)) /u.test(rest) ||
    / (?:is|are) (?:\w+ )?(?:refused|rejected|not \w+) for (?!(?:it|this|that|the|an?) )/u.test(words)
  );
};

/** Words by which a number below another one is refused to some, or at some times alone. */
const sometimes = / (?:unless|except|usually|normally|typically|should|may(?! not)|might|some|sometimes|only) /u;

/** The states that the text says parts to be in after the action: "The units become `out`", "Returned units are `available` again (or `in_repair`)". */
const statesAfter = (clauses: readonly string[], part: string, states: readonly string[]): readonly string[] => {
  const named = states.map((state) => inWords(state).trim());
  const told = new RegExp(String.raw` ${part}s? (?:becomes?|are|is) (?:then |now |again )?(?:${named.join('|')}) `, 'u');
  const found = clauses.filter((words) => told.test(words) && !conditional.test(words) && !isRefusal.test(words));
  return states.filter((state) => found.some((words) => words.includes(inWords(state))));
};

const unsuitedFor = (one: Suiting, clauses: readonly string[], noun: string): readonly Unsuited[] => {
  const isRefused = (topic: RegExp): boolean => clauses.some((words) => topic.test(words) && isRefusal.test(words));
  if (one.kind === 'amount')
    return one.rule === 'exact'
      ? one.isFirm
        ? ['other-amount']
        : []
      : clauses.some((words) => aboveOpen.test(words) && isRefusal.test(words) && !isOfSome(words))
        ? ['greater-amount', 'greater-rest']
        : [];
  if (one.kind === 'least') {
    const named = [one.member, one.of].map(inWords);
    const isTold = clauses.some((words) => named.every((name) => words.includes(name)) && isRefusal.test(words) && !sometimes.test(words));
    return isTold ? ['smaller-number'] : [];
  }
  if (one.kind === 'listed') {
    const own = one.noun;
    const isTold = isRefused(foreignTo([noun])) || clauses.some((words) => isAmong(own, [noun]).test(words) && !conditional.test(words));
    return one.ask !== undefined && isTold ? ['foreign-part'] : [];
  }
  return [
    ...(one.parts !== undefined && isRefused(foreignTo([noun, nounWordsOf(one.parts.parent.name).join(' ')]))
      ? (['foreign-part'] as const)
      : []),
    ...(one.isList && isRefused(twice) ? (['part-twice'] as const) : []),
  ];
};

/** The read of one resource by its id alone at the path of a noun: `GET /units/{unitId}`. */
const readNamed = ({ operations }: Contract, noun: string): Operation | undefined =>
  operations.find(
    ({ method, effect, path }) =>
      method === 'GET' &&
      effect === 'safe' &&
      endsInParameter(path) &&
      parametersIn(path).length === 1 &&
      nounWordsOf(pathAbove(path)).join(' ') === noun,
  );

const partsOf = (contract: Contract, one: Suiting, clauses: readonly string[]): PartStates | undefined => {
  const type = one.kind === 'ids' ? one.parts?.part : undefined;
  const read = type && (readOfOne(contract, type) ?? readNamed(contract, nounWordsOf(type.name).join(' ')));
  const shown = read && statefulAnswer(contract, read);
  if (!type || !read || !shown || parametersIn(read.path).length !== 1) return undefined;
  return { read, shown, told: statesAfter(clauses, nounWordsOf(type.name).join(' '), shown.states) };
};

const find = (contract: Contract): readonly SuitedAction[] =>
  contract.operations.flatMap((operation) => {
    const acted = operation.unsupported === undefined && describesRefusal(operation) ? actedTypeOf(contract, operation) : undefined;
    if (!acted) return [];
    const clauses = clausesOf(contract, operation);
    return suitedMembers(contract, operation)
      .filter(isSuiting)
      .toSorted((one, other) => Number(one.kind === 'least') - Number(other.kind === 'least'))
      .slice(0, 1)
      .map((one) =>
        at(operation.location, {
          operation,
          read: acted.read,
          one,
          unsuited: unsuitedFor(one, clauses, nounWordsOf(acted.resourceType.name).join(' ')),
          isWhole: clauses.some((words) => whole.test(words)),
          parts: partsOf(contract, one, clauses),
        }),
      );
  });

const known = new WeakMap<Contract, readonly SuitedAction[]>();

/** Every action of a contract with a member that has to suit the resource in its path, at its operation. */
export const suitedActions = (contract: Contract): readonly SuitedAction[] => {
  const found = known.get(contract) ?? find(contract);
  known.set(contract, found);
  return found;
};
