import { movedStateMembers } from '../../contract/infer/moved-states.ts';
import { withStates } from '../../contract/infer/state-names.ts';
import { isActing } from '../../contract/infer/acting.ts';
import { holdsAttributes } from '../../contract/infer/resource-object.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../../contract/infer/covering.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { dangerWords, wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { isLeftBy, verbOf } from './action-words.ts';
import { namesConflict } from './conflicts.ts';
import { readOfOne } from './own-resources.ts';
import { withoutAsides } from '../../contract/infer/sentences.ts';
import { saidIn } from '../../contract/said.ts';

/** Where the answers of an operation show the state of a resource, and the listed states. */
export type Stateful = { readonly at: string; readonly states: readonly string[] };

/** An action on one resource, with the state that it is for, where a sentence names it, and the one that it leads to. */
export type Leading = { readonly operation: Operation; readonly from: string | undefined; readonly to: string };

const statesAmong = (contract: Contract, schema: Schema, around: string): readonly Stateful[] =>
  movedStateMembers(
    contract,
    [...membersOf(contract.document, schema)].flatMap(([name, member]) => {
      const resolved = resolvedSchema(contract.document, member);
      const values: unknown = isObject(resolved) ? resolved['enum'] : undefined;
      const states = Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
      return states.length > 1 ? [[name, states] as const] : [];
    }),
    (states) => states,
  ).map(([name, states]) => ({ at: below(around, name), states }));

/** The state in the answer of an operation, at its top or in an object that it wraps; undefined where none or several are described. */
export const statefulAnswer = (contract: Contract, operation: Operation): Stateful | undefined => {
  const { document } = contract;
  const schema = answerSchema(operation);
  if (schema === undefined || isType(document, schema, 'array')) return undefined;
  const own = statesAmong(contract, schema, '');
  const found =
    own.length > 0
      ? own
      : [...membersOf(document, schema)].flatMap(([name, member]) => {
          if (isType(document, member, 'array')) return [];
          const attributes = holdsAttributes(document, member) ? membersOf(document, member).get('attributes') : undefined;
          return attributes === undefined
            ? statesAmong(contract, member, below('', name))
            : statesAmong(contract, attributes, below('', name, 'attributes'));
        });
  return found.length === 1 ? found[0] : undefined;
};

const inWords = (text: string): string => withStates(` ${wordsOf(text).join(' ')} `);

/** The end of a line within a paragraph: no empty line, item of a list, row of a table, or heading follows. */
const wrap = /(?<!\n)\n(?!\s*(?:\n|$|[-*+|#>]|\d+[.)]\s))/gu;

/** The sentences of the summary and the description of an operation, as words between spaces. */
const sentencesOf = ({ document }: Contract, { location }: Operation, asRead = (text: string): string => text): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const texts = saidIn(node).map(asRead);
  return texts.flatMap((text) => text.replaceAll(wrap, ' ').split(/[.;\n]/u)).map(inWords);
};

/** Words of a sentence about what is refused, or happens on a condition. */
const hedging = /\s(?:4\d\d|if|when|unless|while|refused|rejected)\s/u;

/** Words of a sentence about what becomes of something. */
const leading = /\s(?:becomes?|into|to|from)\s/u;

/** Nothing but a joint between two states: "from open or waiting" names two of one kind, and no way from one to the other. */
const joint = /^(?: (?:or|nor|and))+(?: (?:an?|the|in|from))* $/u;

/** A state in a sentence, and where it stands there. */
type Named = { readonly state: string; readonly where: number; readonly end: number };

/** The name of a member in several words, such as `closed_at`. */
const memberName = /`([a-z]+(?:_[a-z]+)+|[a-z]+(?:[A-Z][a-z]+)+)`/gu;

/** The states that the sentences of an action name, also those of several ("drafts"), in their order; a member that is called after a state names none. */
const namedIn = (
  contract: Contract,
  operation: Operation,
  states: readonly string[],
): readonly { words: string; named: readonly Named[] }[] =>
  sentencesOf(contract, operation, (text) =>
    text.replaceAll(memberName, (whole, name: string) => (states.some((one) => inWords(one) === inWords(name)) ? whole : '`…`')),
  )
    .filter((words) => !hedging.test(words) || leading.test(words))
    .map((words) => ({
      words,
      named: states
        .flatMap((state): Named[] => {
          const name = inWords(state).trim();
          const found = [` ${name} `, ` ${name}s `].find((one) => words.includes(one));
          if (found === undefined) return [];
          const where = words.indexOf(found);
          return [{ state, where, end: where + found.length - 1 }];
        })
        .toSorted((a, b) => a.where - b.where),
    }));

/** Are states of one kind, and no way from one to the other. */
const areJoined = (words: string, one: Named | undefined, other: Named | undefined): boolean =>
  one !== undefined && other !== undefined && joint.test(words.slice(one.end, other.where + 1));

/** The two states that a sentence of an action names, in its order: "an open ticket becomes closed". */
export const namedStates = (contract: Contract, operation: Operation, states: readonly string[]): readonly string[] => {
  const found = namedIn(contract, operation, states).map(({ words, named }) =>
    areJoined(words, named[0], named[1]) ? [] : named.map(({ state }) => state),
  );
  return found.find((one) => one.length === 2) ?? [];
};

/** The states from which an action leads to another one, where a sentence names several before it: "brings a new or stopped pump to running". */
const namedSources = (
  contract: Contract,
  operation: Operation,
  states: readonly string[],
): { readonly from: readonly string[]; readonly to: string } | undefined => {
  const found = namedIn(contract, operation, states).flatMap(({ words, named }) => {
    const [from, to, before] = [named.slice(0, -1), named.at(-1), named.at(-2)];
    if (to === undefined || before === undefined || from.length < 2) return [];
    const areOfOneKind = from.every((one, n) => {
      const next = from[n + 1];
      return next === undefined || areJoined(words, one, next) || (n < from.length - 2 && words.slice(one.end, next.where + 1) === ' ');
    });
    return areOfOneKind && leading.test(words.slice(before.end, to.where + 1))
      ? [{ from: from.map(({ state }) => state), to: to.state }]
      : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** Whether the summary or the description of an operation names a state: "An edit makes a draft of it again". */
export const namesState = (contract: Contract, operation: Operation, state: string): boolean =>
  sentencesOf(contract, operation).some((words) => words.includes(inWords(state)));

/**
 * The state that a sentence of a creation gives to what is new: "Creates a ledger as a draft". Undefined where none or several do, or where a sentence names
 * another state beside it.
 */
export const statedFirst = (contract: Contract, create: Operation, states: readonly string[]): string | undefined => {
  const found = sentencesOf(contract, create)
    .filter((words) => !denying.test(words) && creating.test(words))
    .flatMap((words) => {
      const named = states.filter((state) => words.includes(inWords(state)));
      const [only = '', ...others] = named;
      const isGiven = [
        'as',
        'as a',
        'as an',
        'in state',
        'in status',
        'with state',
        'with status',
        'with the state',
        'with the status',
      ].some((before) => words.includes(` ${before}${inWords(only)}`));
      return named.length > 0 && (others.length > 0 || isGiven) ? named : [];
    });
  return new Set(found).size === 1 ? found[0] : undefined;
};

/** Words of a sentence about a creation. */
const creating = /\s(?:creates?|created|adds?|added|opens|opened|registers?|registered|makes?|new)\s/u;

/** Words of actions that other people learn of, or that move money. */
const reaching: ReadonlySet<string> = new Set(dangerWords['reaching other people']);

/**
 * Does a sentence of an action say from which state it leads to which.
 * @param verb What the path of the action ends in.
 */
export const namesBoth = (contract: Contract, operation: Operation, verb: string): boolean =>
  !wordsOf(verb).some((word) => reaching.has(word)) &&
  namedStates(contract, operation, statefulAnswer(contract, operation)?.states ?? []).length === 2;

/** Words of a sentence that says in which state something is not possible. */
const denying = /\s(?:not|cannot|can t|never|no|none|nor|neither|without|except|unless|refused|rejected)\s/u;

/** "Closing a closed ledger again is fine" says what becomes of a repetition, and not which ledgers can be closed. */
const repeating = /^\s\w+ing\s.*\s(?:again|once more|once again|twice|a second time)\s/u;

/** "The concert has to be on sale", "409 unless the ledger is open", "409 if the ledger is not open", "only while the shipment is still a draft". */
const requiredOf = (noun: string, state: string): RegExp =>
  new RegExp(
    String.raw`\s${noun}s? (?:(?:(?:has|have|needs?) to|must) be|(?:is|are) required to be)(?: in(?: the)?(?: state| status)?)? ${state}\s|\s(?:unless|only (?:possible |allowed |accepted )?(?:while|when|if|as long as)) (?:the |its |that |an? )?${noun} is(?: still)?(?: in(?: the)?(?: state| status)?| an?)? ${state}\s|\s4\d\d (?:if|when|while|where) (?:the |its |that |an? )?${noun} is not(?: yet| currently)?(?: in(?: the)?(?: state| status)?| an?)? ${state}\s(?!(?:and|or|nor) (?!if |when |while |where ))`,
    'u',
  );

/** A state before its noun that is refused there: "a removed pump `409`", "`409` for a removed pump", and not "to an open ledger (`409` otherwise)". */
const refusedOf = (named: string): RegExp =>
  new RegExp(
    String.raw`\s${named} (?:(?:is |are )?(?:answered|answers?|gives?|gets?|returns?|yields?|means|leads to|results in|fails) (?:with |by )?(?:an? )?)?4\d\d (?!otherwise|else|if not|in )|\s4\d\d (?:[a-z]+ )?(?:for|on|with|when|from|to|of) (?:an? |the |any |every |all )?${named} `,
    'u',
  );

/**
 * The state that a resource of a type has to be in for an operation: the only one that an affirming sentence names right before the noun of the type, or says that
 * one has to be in.
 */
const neededState = (contract: Contract, operation: Operation, noun: string, states: readonly string[]): string | undefined => {
  if (!namesConflict(contract, operation)) return undefined;
  const needed = sentencesOf(contract, operation, withoutAsides).flatMap((words) => {
    const required = states.filter((state) => requiredOf(noun, inWords(state).trim()).test(words));
    if (required.length > 0 || denying.test(words) || repeating.test(words) || /\s(?:if|when)\s/u.test(words)) return required;
    return states.filter((state) =>
      [noun, `${noun}s`].some(
        (one) => words.includes(`${inWords(state)}${one} `) && !refusedOf(`${inWords(state)}${one}`.trim()).test(words),
      ),
    );
  });
  return new Set(needed).size === 1 ? needed[0] : undefined;
};

const isCreation = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

/** The states that texts ask for of a resource of a type: those of what alone uses it, or those of all creations. */
const wantedStates = (
  contract: Contract,
  resourceType: AnyInferred,
  asking: string | null,
  states: readonly string[],
): ReadonlySet<string> => {
  const noun = nounWordsOf(resourceType.name).join(' ');
  if (noun === '') return new Set();
  const names = (operation: Operation): boolean =>
    isCreation(operation) ||
    [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].some(
      (one) => one.resourceType === resourceType,
    );
  const users = contract.operations.filter(
    (one) =>
      one.key !== resourceType.create.key &&
      (asking === null ? isCreation(one) : (one.key === asking || asking.startsWith(`${one.key} `)) && names(one)),
  );
  return new Set(users.flatMap((one) => neededState(contract, one, noun, states) ?? []));
};

/**
 * The state that a new resource is brought to before it is used.
 * @param asking The operation that alone uses it, in its path or in its body, followed by a space and anything else; null for a resource that all reads and
 *   creations share.
 */
export const stateFor = (
  contract: Contract,
  resourceType: AnyInferred,
  asking: string | null,
  states: readonly string[],
): string | undefined => {
  const needed = wantedStates(contract, resourceType, asking, states);
  return needed.size === 1 ? [...needed][0] : undefined;
};

/** Do creations ask for different states of a resource, so that one that all share suits some of them only. */
export const isContested = (contract: Contract, resourceType: AnyInferred): boolean => {
  const shown = statefulAnswer(contract, resourceType.create);
  return shown !== undefined && wantedStates(contract, resourceType, null, shown.states).size > 1;
};

/** Is a state the adjective that the verb of an action is made from: `active` of `activate`. Only a way there: nothing is judged by it. */
const isMadeSo = (operation: Operation, state: string): boolean => {
  const verb = verbOf(operation);
  return /[^aeiou]ate$/u.test(verb) && verb.replace(/ate$/u, 'e') === inWords(state).trim();
};

/** The actions on one resource of a type that lead from state to state. Those that need a body count where nothing reads the resource, of which no more is told than its actions say. */
const leadingOn = (contract: Contract, resourceType: AnyInferred, states: readonly string[]): readonly Leading[] =>
  contract.operations.flatMap((operation): Leading[] => {
    const [verb, ...others] = tailOf(operation.path);
    const isOn = isSamePath(pathAbove(operation.path), itemOf(resourceType).path);
    const isPlain = operation.unsupported === undefined && (operation.body?.required !== true || !readOfOne(contract, resourceType));
    if (!isActing(operation) || verb === undefined || others.length > 0 || !isOn || !isPlain) return [];
    const several = namedSources(contract, operation, states);
    if (several !== undefined) return several.from.map((from) => ({ operation, from, to: several.to }));
    const [from, to] = namedStates(contract, operation, states);
    const left = to ?? states.find((state) => isLeftBy(operation, state)) ?? states.find((state) => isMadeSo(operation, state));
    return left === undefined ? [] : [{ operation, from, to: left }];
  });

/** The actions that bring a resource of a type from one state to another, in their order; undefined where none do. */
export const actionsTo = (
  contract: Contract,
  resourceType: AnyInferred,
  { states }: Stateful,
  now: string,
  wanted: string,
): readonly Operation[] | undefined => {
  const all = leadingOn(contract, resourceType, states);
  let ways: readonly { readonly state: string; readonly by: readonly Operation[] }[] = [{ state: now, by: [] }];
  for (let length = 0; length <= longest; length += 1) {
    const found = ways.find(({ state }) => state === wanted);
    if (found) return found.by;
    ways = ways.flatMap(({ state, by }) =>
      all
        .filter(({ from, to, operation }) => (from === undefined || from === state) && to !== state && !by.includes(operation))
        .map(({ to, operation }) => ({ state: to, by: [...by, operation] })),
    );
  }
  return undefined;
};

/** The most actions that bring a resource to a state. */
const longest = 3;
