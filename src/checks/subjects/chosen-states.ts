import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { bodyMembers, type BodyMember } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { countedChoiceIn } from './counted-choices.ts';
import { statefulAnswer } from './needed-states.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { clausesOf, inWords } from './state-mentions.ts';
import { saidIn } from '../../contract/said.ts';

/** A state that a new resource has because an optional member was sent, and the one that it has otherwise. */
export type ChosenState = Subject & {
  readonly trip: Trip;
  readonly member: BodyMember;
  /** The member that shows the state. */
  readonly state: string;
  readonly withIt: string;
  readonly without: string;
  /** What a resource without the member is made by: a body without it, one with nought, or none where something else may stand in for it. */
  readonly lacking: 'absent' | 'nought' | 'untold';
};

/** Words by which a text says that the member is absent. */
const absent = / (?:without|unless|otherwise|else|if not|not (?:set|given|present|provided)|no) /u;

const ofValue =
  / (?:today|yesterday|tomorrow|past|before|after|earlier|greater|less|above|below|more than|at most|at least|by (?:night|day)|during) /u;

const textsIn = ({ document }: Contract, operation: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(operation.location)));

type Choice = Pick<ChosenState, 'withIt' | 'without' | 'lacking'>;

/**
 * What a text says of two states and an optional member: "A notice with `showFrom` is scheduled, one without it a draft", "scheduled if publish_at is set, else
 * draft", "Without `dueOn` it is open". Undefined where it names other than two states, or not the member.
 */
const choiceIn = (text: string, name: string, states: readonly string[], isNamed: boolean): Choice | undefined => {
  const words = inWords(text);
  const own = [inWords(name), ` ${wordsOf(name).join('')} `].map((one) => words.indexOf(one)).find((where) => where >= 0);
  const places = states
    .map((state) => ({ state, where: words.indexOf(inWords(state)) }))
    .filter(({ where }) => where >= 0)
    .toSorted((a, b) => a.where - b.where);
  const [first, second, ...more] = places;
  if ((own === undefined && !isNamed) || !first || !second || more.length > 0 || !absent.test(words)) return undefined;
  if (/ (?:may|might|can|could|never|later|when (?:the|an?|somebody|someone)|once|as soon as) /u.test(words)) return undefined;
  // What depends on its value, or on the hour, is not chosen by sending it.
  if (ofValue.test(words)) return undefined;
  // The state that stands closest to the words for what is absent is that of a resource without the member.
  const gone = absent.exec(words);
  const [from, to] = [gone?.index ?? 0, (gone?.index ?? 0) + (gone?.[0].length ?? 0)];
  const isUnless = gone?.[0].trim() === 'unless';
  if (isUnless && / (?:left out|left away|omitted|missing|absent|empty|null|not) /u.test(words.slice(to - 1))) return undefined;
  const after = places.find(({ where }) => where >= to - 1);
  // "draft unless it is set" and "draft otherwise" name the state before, "without it a draft" and "else draft" after.
  const isOtherwise = gone?.[0].trim() === 'otherwise' && after === undefined;
  const before = places.findLast(({ where }) => where < from);
  const without = isUnless || isOtherwise ? before : /not (?:set|given|present|provided)|if not/u.test(gone?.[0] ?? '') ? undefined : after;
  if (!without) return undefined;
  const other = without === first ? second : first;
  return { withIt: other.state, without: without.state, lacking: 'absent' };
};

/** The same of a number, which counts above nought. */
const countedIn = (
  { document }: Contract,
  texts: readonly string[],
  { name, schema }: BodyMember,
  states: readonly string[],
): readonly Choice[] => {
  if (!['integer', 'number'].some((type) => isType(document, schema, type))) return [];
  return texts.flatMap((text): readonly Choice[] => {
    const counted = countedChoiceIn(text, name, states);
    return counted ? [{ withIt: counted.withIt, without: counted.without, lacking: counted.hasOther ? 'untold' : 'nought' }] : [];
  });
};

const findChosen = (contract: Contract): readonly ChosenState[] =>
  roundTrips(contract).flatMap((trip): readonly ChosenState[] => {
    const stateful = trip.read && statefulAnswer(contract, trip.read);
    const place = trip.read && placeIn(contract, trip.read, trip.id);
    if (!trip.read || !stateful || !place || !trip.create.effect.startsWith('creates')) return [];
    const state = stateful.at.split('/').at(-1) ?? '';
    const asked = bodyMembers(contract, trip.create);
    if (asked.some(({ name }) => name === state)) return [];
    const texts = [
      ...textsIn(contract, trip.create),
      ...descriptionsIn(contract.document, membersOf(contract.document, place.schema).get(state) ?? true),
    ];
    const common = texts.flatMap(clausesOf);
    const found = asked
      .filter(({ required }) => !required)
      .flatMap((member): readonly ChosenState[] => {
        const choices = [
          ...common.flatMap((text) => choiceIn(text, member.name, stateful.states, false) ?? []),
          ...descriptionsIn(contract.document, member.schema)
            .flatMap(clausesOf)
            .flatMap((text) => choiceIn(text, member.name, stateful.states, true) ?? []),
          ...countedIn(contract, texts, member, stateful.states),
        ];
        const [choice, ...others] = choices;
        const isPlain = choice !== undefined && others.every((one) => one.withIt === choice.withIt && one.without === choice.without);
        return isPlain ? [at(trip.create.location, { trip, member, state, ...choice })] : [];
      });
    return found.length === 1 ? found : [];
  });

const known = new WeakMap<Contract, readonly ChosenState[]>();

/** Every such state of a contract, at the creation. */
export const chosenStates = (contract: Contract): readonly ChosenState[] => {
  const found = known.get(contract) ?? findChosen(contract);
  known.set(contract, found);
  return found;
};
