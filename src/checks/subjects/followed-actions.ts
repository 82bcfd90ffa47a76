import { stateMembers } from '../../contract/infer/state-names.ts';
import { isActing } from '../../contract/infer/acting.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isLeft } from './action-words.ts';
import { namingOf } from './child-counts.ts';
import { lives } from './lives.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { saidOfChoices } from './said-of-choice.ts';

/** An action, or a removal, whose text says to which state it brings what is below its resource, or names it. */
export type FollowedAction = Subject & {
  readonly operation: Operation;
  readonly parent: Trip;
  /** What a read shows, or else a list. */
  readonly child: Trip;
  /** The value that the body of the action has to choose, of which alone the sentence speaks. */
  readonly chosen?: { readonly member: string; readonly value: string };
  /** The member of the body of a new child that names the parent; undefined where its path does. */
  readonly by: string | undefined;
  /** The list of the body whose entries have that member: `lines` of `{lines: [{courseId}]}`; undefined where the body itself has it. */
  readonly inside: string | undefined;
  /** The member of a child that shows its state, and the state after the action. */
  readonly member: string;
  readonly state: string;
  /** The states of which the sentence speaks; undefined where it speaks of all children. */
  readonly from: ReadonlySet<string> | undefined;
  readonly sentence: string;
};

/** Words by which a sentence does not hold always, or not at once. */
const hedged =
  /\b(?:not|never|no|unless|except|but|if|when|where|while|only|may|might|can|could|should|some|most|within|after|later|nightly|eventual\w*|optional\w*|manual\w*|future|upcoming|past|overdue|unpaid|own|other|first|last|latest|newest|ones|those|given|refused|rejected|conflict|4\d\d|instead)\b/iu;

/** Words of a sentence behind it by which some stay as they are, or it takes a while. */
const takenBack =
  /^(?!(?:it|the [a-z]+) (?:itself )?(?:stays|remains|keeps|is kept)\b).*\b(?:stays?|remains?|keeps?|kept|left (?:alone|as)|spared|exempt\w*|except\w*|within|up to|hours?|minutes?|night\w*|later|eventual\w*|background|jobs?)\b/iu;

/** States that a plural alone may have as a whole: "Signups are closed" says that nobody can sign up any more. */
const ofWhole: ReadonlySet<string> = new Set('open opened closed active inactive enabled disabled locked free suspended paused'.split(' '));

const determiners = '(?:(?:all|any|each|every|its|their|the|of|also|then|with|it)[ ]+)*';
const relations =
  '(?: (?:of (?:it|the [a-z]+)|(?:that|which) (?:includes?|belongs? to|refers? to|names?|uses?|contains?|are (?:for|in|of|on)|is (?:for|in|of|on)) (?:it|the [a-z]+)|for (?:it|the [a-z]+)|below it|in it|on it|under it))?';
const adverbs = '(?: (?:too|as well|also|then|automatically|at once|along with it|with it|immediately))*';

/** "Pending and paid orders that include it are cancelled too", "All bookings of it become `void`". */
const passive = new RegExp(
  String.raw`^(?:and )?${determiners}(?<words>[a-z_]+(?:(?:, and |, | and | or | )[a-z_]+){0,5}?)${relations} (?:is|are|becomes?|gets?|turns?|goes?)(?: (?:also|then|all|automatically|marked(?: as)?|set to|moved to|to|too))* (?<state>[a-z_]+)${adverbs}$`,
  'iu',
);

/** "Cancels its open bookings", "also closes all tickets of it". */
const active = new RegExp(
  String.raw`^(?:and )?(?:it )?(?:also )?(?<verb>[a-z]+s)(?: also)? ${determiners}(?<words>[a-z_]+(?:(?:, and |, | and | or | )[a-z_]+){0,5}?)${relations}${adverbs}$`,
  'iu',
);

/** Words before a noun that leave nothing out of what has just been created. */
const wide: ReadonlySet<string> = new Set('open existing remaining active unfinished current still'.split(' '));

const linking: ReadonlySet<string> = new Set(['and', 'or']);

/** The parts of a sentence, as far as each says something by itself. */
const clausesOf = (sentence: string): readonly string[] =>
  sentence
    .replaceAll(/[`*"]/gu, '')
    .replaceAll(/\([^()]*\)/gu, '')
    .replace(/[.\s]+$/u, '')
    .split(
      /[;:]|, (?=(?:and )?[a-z]+s (?:all|its|the|every|any|each|also)\b)| and (?=(?:also )?[a-z]+s (?:all|its|the|every|any|each)\b)| and (?=(?:all|its|every|each|any) )/iu,
    )
    .map((one) => one.trim().replaceAll(/\s+/gu, ' '));

/** Does a clause speak of the things, and not of what they are as a whole. */
const isOfThings = (clause: string, words: readonly string[], state: string): boolean =>
  words.length > 1 ||
  !ofWhole.has(state.toLowerCase()) ||
  !clause.toLowerCase().startsWith(`${words[0] ?? ''} `) ||
  /\b(?:too|as well|also|then)\b/iu.test(clause);

/** A clause in which the resource itself is spoken of as "it": "The notice's active links are revoked". */
const ofIt = (clause: string, parent: Trip): string => {
  const noun = nounWordsOf(parent.addsTo).at(-1);
  return noun === undefined ? clause : clause.replaceAll(new RegExp(String.raw`\b(?:the|an?|this|each) ${noun}['’]s\b`, 'giu'), 'its');
};

type Told = { readonly words: readonly string[]; readonly state: string };

const toldIn = (clause: string, states: readonly string[]): Told | undefined => {
  const said = passive.exec(clause)?.groups;
  const state = said && states.find((one) => wordsOf(one).join(' ') === wordsOf(said['state'] ?? '').join(' '));
  if (said && state !== undefined) {
    const words = (said['words'] ?? '').toLowerCase().split(/,? /u);
    return isOfThings(clause, words, state) ? { words, state } : undefined;
  }
  const done = active.exec(clause)?.groups;
  const verb = (done?.['verb'] ?? '').toLowerCase().replace(/s$/u, '');
  const left =
    done &&
    states.find((one) =>
      [verb, verb.replace(/e$/u, '')].some((form) => form !== '' && isLeft(form, one) && form !== wordsOf(one).join(' ')),
    );
  return done && left !== undefined ? { words: (done['words'] ?? '').toLowerCase().split(/,? /u), state: left } : undefined;
};

/** The states that the words before a noun name: undefined where they name none and leave nothing out, null where they are about something else. */
const fromOf = (words: readonly string[], noun: readonly string[], states: readonly string[]): ReadonlySet<string> | undefined | null => {
  const own = words.map(singular).slice(-noun.length);
  if (own.join(' ') !== noun.map(singular).join(' ')) return null;
  const before = words.slice(0, -noun.length).filter((word) => !linking.has(word) && word !== '');
  const named = before.flatMap((word) => states.filter((one) => wordsOf(one).join(' ') === wordsOf(word).join(' ')));
  if (before.some((word) => !wide.has(word) && !states.some((one) => wordsOf(one).join(' ') === wordsOf(word).join(' ')))) return null;
  return named.length > 0 ? new Set(named) : undefined;
};

/** The member of a resource that shows its state, and the listed states. */
export const statesShownBy = ({ document }: Contract, trip: Trip, contract: Contract) => {
  const schema = placeIn(contract, trip.read ?? trip.create, trip.id)?.schema;
  const members = [...membersOf(document, schema ?? true)].flatMap(([member, one]) => {
    const listed = partsOf(document, one).flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]) : []));
    const texts = listed.filter((value) => typeof value === 'string');
    return texts.length > 1 ? [[member, [...new Set(texts)]] as const] : [];
  });
  const found = stateMembers(members, 'last word').map(([member, states]) => ({ member, states }));
  return found.length === 1 ? found[0] : undefined;
};

type Naming = Pick<FollowedAction, 'by' | 'inside'>;

/** How a new child names its parent, also in the entries of its one list that does. */
const anyNaming = (contract: Contract, parent: Trip, child: Trip): Naming | undefined => {
  const own = namingOf(contract, parent, child);
  if (own) return { ...own, inside: undefined };
  const { document } = contract;
  const found = bodyMembers(contract, child.create).flatMap(({ name: inside, required, schema }): readonly Naming[] => {
    const items = required ? itemsOf(document, schema) : undefined;
    if (items === undefined) return [];
    const needed = new Set(partsOf(document, items).flatMap((part) => part['required'] ?? []));
    return [...membersOf(document, items).keys()].flatMap((by) => {
      const isParent = referenceAt(contract, child.create, [inside, by])?.resourceType?.create.key === parent.create.key;
      return isParent && needed.has(by) ? [{ by, inside }] : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The sentences that hold always, and that the one behind each does not take back. */
const sureOf = (sentences: readonly string[]): readonly string[] =>
  sentences.filter((one, n) => !takenBack.test(sentences[n + 1] ?? '') && !hedged.test(one) && !holdsForSome(one));

/** The states to which the values of an action lead, each to one alone: `cancelled` of `cancel`. */
const statesChosen = (contract: Contract, operation: Operation): ReadonlyMap<string, string> => {
  const movers = lives(contract).flatMap((life) => life.movers.filter((one) => one.operation === operation));
  const found = movers.flatMap(({ set, to, or = [] }) => {
    const [chosen, ...others] = Object.values(set ?? {});
    const isPlain = typeof chosen === 'string' && others.length + or.length === 0;
    return isPlain && typeof to?.value === 'string' ? [[chosen, to.value] as const] : [];
  });
  return new Map(found.filter(([value, state]) => found.every(([other, same]) => other !== value || same === state)));
};

const followedBy = (contract: Contract, parent: Trip, operation: Operation): readonly FollowedAction[] => {
  if (bodyMembers(contract, operation).some(({ required }) => required))
    return saidOfChoices(contract, operation, parent, statesChosen(contract, operation)).flatMap(({ member, value, sentences, behind }) =>
      behind.some((one) => takenBack.test(one))
        ? []
        : followedIn(contract, parent, operation, sureOf(sentences)).map((one) => ({ ...one, chosen: { member, value } })),
    );
  const texts = saidIn(valueAt(contract.document, nodeOf(operation.location)));
  return followedIn(
    contract,
    parent,
    operation,
    texts.flatMap((text) => sureOf(sentencesOf(text))),
  );
};

const followedIn = (contract: Contract, parent: Trip, operation: Operation, sentences: readonly string[]): readonly FollowedAction[] => {
  if (sentences.length === 0) return [];
  return roundTrips(contract).flatMap((child) => {
    const isShown = child.read !== undefined || child.list !== undefined;
    const naming = child === parent || !isShown ? undefined : anyNaming(contract, parent, child);
    const shown = isShown ? statesShownBy(contract, child, contract) : undefined;
    const noun = nounWordsOf(child.addsTo);
    if (!naming || !shown || noun.length === 0) return [];
    for (const sentence of sentences)
      for (const clause of clausesOf(sentence)) {
        const told = toldIn(ofIt(clause, parent), shown.states);
        const from = told && fromOf(told.words, noun, shown.states);
        if (told && from !== null)
          return [
            at(operation.location, {
              operation,
              parent,
              child,
              by: naming.by,
              inside: naming.inside,
              member: shown.member,
              state: told.state,
              from,
              sentence,
            }),
          ];
      }
    return [];
  });
};

const known = new WeakMap<Contract, readonly FollowedAction[]>();

/**
 * The actions and removals of a contract that is held to the standard requirements whose own texts say to which state they bring what is created below their resource, or names it: "Calls the
 * event off. Its bookings are cancelled too." One kind of child each.
 */
export const followedActions = (contract: Contract): readonly FollowedAction[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : roundTrips(contract).flatMap((parent) =>
          contract.operations
            .filter(
              (one) =>
                (one.key === parent.remove?.key || (isActing(one) && isDirectlyBelow(one.path, parent.itemPath))) &&
                one.unsupported === undefined,
            )
            .flatMap((one) => followedBy(contract, parent, one).slice(0, 1)),
        ));
  known.set(contract, found);
  return found;
};
