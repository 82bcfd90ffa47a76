import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import type { Resource } from './shown-resource.ts';

/** A member of a resource that lists the states that it has had, each with its moment: `history: [{ status, at }]`. */
export type History = {
  readonly member: string;
  /** The members of an entry with the state and with the moment, if it has one. */
  readonly state: string;
  readonly moment: string | undefined;
  /** The state of a new resource has an entry, too; else only changes of it need have one. */
  readonly hasFirst: boolean;
  /** Undefined where the document does not say in which order the entries come. */
  readonly order: 'oldest first' | 'newest first' | undefined;
  /** Each move adds an entry: a state to which the resource comes back has one more. */
  readonly hasEachMove: boolean;
};

const names: ReadonlySet<string> = new Set([
  'history',
  'timeline',
  'events',
  'transitions',
  'changes',
  'log',
  'trail',
  'states',
  'statuses',
  'steps',
]);

/** Members of an entry that hold the state that it was about, the surest first. */
const stateNames = ['status', 'state', 'to', 'to status', 'to state', 'new status', 'new state', 'stage', 'phase'];

/** Words by which a list holds all of them: "every status the loan has had", "all changes of state". */
const complete = /\b(?:every|each|all|full|complete|whole|entire)\b/iu;
const ofStates = /\b(?:status(?:es)?|states?|transitions?|moves?|stages?|phases?)\b/iu;

/** Words by which a list may lack some. */
const partial =
  /\b(?:up to|at most|no more than|except|unless|not|never|only|some|last (?:\d+|few|ten|five)|recent (?!first)\w+|may|might|can|important|major|manual(?:ly)?|later|eventually)\b/iu;

/** "Every status it has had", and not only the changes of it. */
const hasEach =
  /\b(?:every|each|all)\b (?:(?:of|the|its|past|former) )*(?:status(?:es)?|states?|stages?|phases?)\b(?! (?:changes?|transitions?))/iu;

/** "Each move, also one backwards, adds an entry": not only the first one to a state. */
const eachMove =
  /\b(?:each|every) (?:move|change|transition|step|change of (?:status|state|stage|phase)|(?:status|state|stage|phase) change)\b(?:, [^,.;]*,)? (?:adds?|appends?|has|gets|leaves|makes|writes|becomes) (?:an?|its own|one|another) (?:new )?(?:entry|record|line|row)\b/iu;

const oldestFirst =
  /\b(?:oldest|earliest) first\b|\bchronological(?:ly)?\b|\bin the order (?:in which|of|they)\b|\bfrom (?:the )?(?:oldest|earliest|first)\b/iu;
const newestFirst = /\b(?:newest|latest|last|most recent) first\b|\breverse\b|\bfrom (?:the )?(?:newest|latest|last)\b/iu;

const enumOf = (schema: Schema): readonly unknown[] => (isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : []);

/**
 * The histories among the members of a resource.
 * @param members The members of the resource with their schemas, resolved.
 * @param state The member that holds the present state, of listed values.
 */
export const historiesIn = ({ document }: Contract, members: ReadonlyMap<string, Schema>, state: string): readonly History[] => {
  const states = enumOf(members.get(state) ?? true);
  return [...members].flatMap(([member, schema]): readonly History[] => {
    const items = isObject(schema) && isType(document, schema, 'array') ? schema['items'] : undefined;
    if (!isObject(items) || !names.has(wordsOf(member).at(-1) ?? '')) return [];
    const entry = new Map([...membersOf(document, items)].map(([name, one]) => [name, resolvedSchema(document, one)]));
    const isOfStates = (one: Schema): boolean =>
      enumOf(one).length > 1 && enumOf(one).every((value) => value === null || states.includes(value));
    const found = stateNames.flatMap((name) => [...entry].filter(([one, is]) => wordsOf(one).join(' ') === name && isOfStates(is)))[0]?.[0];
    const moments = [...entry]
      .filter(([, one]) => partsOf(document, one).some(({ format }) => format === 'date-time'))
      .map(([name]) => name);
    const said = descriptionsIn(document, schema);
    const sentences = said.flatMap(sentencesOf);
    const isWhole = sentences.some((one) => complete.test(one) && ofStates.test(one)) && !sentences.some((one) => partial.test(one));
    if (found === undefined || !isWhole) return [];
    const text = sentences.join(' ');
    // "`requested` first" names the state of a new one.
    const first = states.find((value) =>
      new RegExp(
        String.raw`\b${literalPattern(String(value))}\W+(?:comes )?first\b|\b(?:beginning|starting|begins|starts) with \W*${literalPattern(String(value))}\b`,
        'u',
      ).test(text),
    );
    const [isOldest, isNewest] = [oldestFirst.test(text) || first !== undefined, newestFirst.test(text)];
    const order = isOldest === isNewest ? undefined : isOldest ? 'oldest first' : 'newest first';
    const moment = moments.length === 1 ? moments[0] : undefined;
    return [{ member, state: found, moment, hasFirst: hasEach.test(text) || first !== undefined, order, hasEachMove: eachMove.test(text) }];
  });
};

/** The entries of a history that a resource shows, the oldest first where the document says in which order they come; undefined where it shows no list of such. */
export const entriesIn = ({ member, order }: History, resource: Resource): readonly Resource[] | undefined => {
  const list: unknown = resource[member];
  if (!Array.isArray(list) || !list.every((one): one is Resource => isObject(one))) return undefined;
  return order === 'newest first' ? list.toReversed() : list;
};

/** Are states among the entries of a history in their order, or in the other one where the document says nothing of it. */
export const holdsStates = (history: History, entries: readonly Resource[], states: readonly unknown[]): boolean => {
  const isWithin = (list: readonly Resource[]): boolean => {
    let found = 0;
    for (const one of list) if (found < states.length && one[history.state] === states[found]) found += 1;
    return found === states.length;
  };
  return isWithin(entries) || (history.order === undefined && isWithin(entries.toReversed()));
};
