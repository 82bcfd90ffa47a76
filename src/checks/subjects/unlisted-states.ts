import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { itemsOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Collection, Contract, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type Life, lives } from './lives.ts';
import { switchFor } from './switches.ts';
import { inWords, type State } from './state-mentions.ts';

/** A state in which a list leaves a resource out, or shows it all the same, as its text says. */
export type UnlistedState = Subject & {
  readonly life: Life;
  readonly list: Collection;
  readonly state: State;
  /** Is a resource in it left out, or shown. */
  readonly fate: 'left-out' | 'shown';
  /** The query parameter that has such resources listed too, and its value; undefined where there is none. */
  readonly shownBy: readonly [name: string, value: string] | undefined;
};

const are = '(?:(?:is|are|will be|do|does) )?(?:by default )?';

/** What may stand behind that: the end, or what takes nothing from it. "Not shown first", "hidden in the app" and "excluded from the count" say something else. */
const behind =
  '(?=$|(?:by default|any more|anymore|any longer|at all|either|altogether|then|as well|too|here|because|but|and|so|they|use|set|pass|send|add|in (?:it|lists|(?:the|this|any|a|every) (?:list|lists|result|results|response|answer)|results))(?: |$))';
const out =
  '(?:left out|omitted|excluded|hidden|skipped|filtered out|(?:not|never|no longer) (?:be )?(?:listed|shown|included|returned|part of (?:the|this) list|in (?:the|this) list|appear)|(?:stays?|remains?|kept) (?:out of sight|out of (?:the|this) list|hidden|invisible|away))';
const leaving = '(?:without|excluding|except(?: for)?|leaves? out|leaving out|omits?|omitting|excludes?|hides?|hiding|but (?:no|not)|not)';

/** The parts of a sentence that say by themselves what a list leaves out. */
export const partsOfSentence = (sentence: string): readonly string[] => sentence.split(/;\s*|,? but (?=not|never)/u);

/** Words by which a clause holds for some callers or requests only. */
const unclear =
  / (?:if|when|where|while|as long as|so long as|provided|for|to|owners?|managers?|staff|customers?|readers?|guests?|members?|admins?|administrators?|roles?|only those|may|can|could|might|usually|normally|mostly|often|since|(?:from|until|after|before|as of) (?:some|an?|\d+ \w+|20\d\d|version)|no longer (?:left out|omitted|excluded|hidden)) /u;

/** What follows says how such resources are shown all the same. */
const exception = / (?:unless|except when|except if|until) .*$/u;

/** What a list is tidied for, before or behind what it does: "To keep the list short, ...". */
const purposes = [
  /^\s*(?:in order )?to (?:keep|save|make|avoid|spare|prevent|reduce)\b(?:(?!\bfor\b)[^,])*, /iu,
  /,? (?:in order )?to (?:keep|save|make|avoid|spare|prevent|reduce)\b(?:(?!\bfor\b)[^,.])*(?=\.?\s*$)/iu,
];

/** A condition that nobody asks for what is left out, before or behind what it is about. */
const conditions = [
  /^\s*(?:as long as|so long as|unless|if|when|where|while|provided(?: that)?|without)\b[^,]*, /iu,
  /,? \b(?:as long as|so long as|if|when|where|while|provided(?: that)?)\b[^,]*$/iu,
];

/** Is a condition that of a request which does not ask for such resources: it denies that somebody asks, or that a parameter of the list is sent. */
const isOfNotAsking = (condition: string, parameters: readonly string[]): boolean => {
  const words = inWords(condition);
  const isDenied = / (?:not|no|nobody|none|without) /u.test(words);
  const isUnless = words.startsWith(' unless ');
  const isAsking =
    / (?:asks?|asked|requests?|requested) (?:for|otherwise) /u.test(words) || parameters.some((name) => words.includes(inWords(name)));
  return isAsking && isDenied !== isUnless;
};

/** A clause without what it is for, and without the condition that nobody asks. */
const withoutAsking = (clause: string, parameters: readonly string[]): string => {
  const bare = purposes.reduce((rest, form) => rest.replace(form, ' '), clause);
  return conditions.reduce(
    (rest, form) => rest.replace(form, (condition) => (isOfNotAsking(condition, parameters) ? ' ' : condition)),
    bare,
  );
};

/**
 * Does a clause say that a list leaves out what is in a state.
 * @param state The name of the state in words, or a regular expression of several.
 * @param parameters The names of the query parameters of the list: "as long as nobody sends `archived`".
 */
export const leavesOut = (clause: string, state: string, noun: string, parameters: readonly string[]): boolean => {
  const words = inWords(withoutAsking(clause, parameters)).replace(exception, ' ').replaceAll(' by default ', ' ');
  if (unclear.test(words)) return false;
  const kinds = `(?:(?:${noun}s?|ones|items|records|entries|those|resources) )?`;
  const others = '(?:(?:and|or|nor) [a-z]+ )*';
  return [
    ` ${state} ${others}${kinds}${are}${out} ${behind}`,
    ` ${leaving} (?:the |all |any )?(?:[a-z]+ (?:and|or) )*${state} ${others}${kinds}(?:and |or )?$`,
  ]
    .concat([` only (?:[a-z]+ )?(?:${noun}s?|ones|items|those) (?:that|which) (?:is|are) not ${state} $`])
    .some((form) => new RegExp(form, 'u').test(words));
};

const denied =
  / (?:not|no|never|without|except|but|unless|excluding|older|other|deleted|removed|numbers?|counts?|totals?|sums?|many|summary|statistics|reports?) /u;

/** The order of a list, behind what is in it: ", ordered by `name` unless `sort` says otherwise". */
const order = /,? (?:ordered|sorted|in the order|newest|oldest|latest)\b.*$/iu;

/** Does a clause say that a list shows what is in a state as well: "retired ones included". */
const shows = (clause: string, state: string, noun: string): boolean => {
  const words = inWords(clause);
  if (unclear.test(words) || denied.test(words)) return false;
  const kinds = `(?:${noun}s?|ones|items|records|entries|those|resources)`;
  const others = '(?:(?:and|or) [a-z]+ )*';
  return [
    ` ${state} ${others}(?:${kinds} )?(?:(?:are|is) )?(?:(?:also|still) )?(?:included|listed too|shown too|listed as well|shown as well) `,
    ` ${state} ${others}${kinds} (?:too|as well) `,
    ` (?:including|also|even|as well as) (?:the |all )?(?:[a-z]+ (?:and|or) )*${state} (?:and [a-z]+ )*${kinds} `,
    ` (?:whatever|regardless of|in every|in any|of every|in all|of all) (?:its |their |the )?(?:state|status)(?:s|es)? (?:is |are |it has |they have )?$`,
  ].some((form) => new RegExp(form, 'u').test(words));
};

const textsAt = ({ document }: Contract, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** Does a schema, or that of its items, list a value: a filter may take several of them. */
const listsValue = ({ document }: Contract, schema: Schema | undefined, value: unknown): boolean =>
  [schema, itemsOf(document, schema)].some(
    (one) =>
      one !== undefined &&
      partsOf(document, one).some(({ enum: listed }) => Array.isArray(listed) && listed.some((each: unknown) => each === value)),
  );

/** The parameter by which a list can be asked for what is in a state: a switch for it, or a filter that lists it as a value. */
const askedBy = (contract: Contract, { operation }: Collection, { member, name, value }: State): UnlistedState['shownBy'] => {
  const flag = switchFor(contract, operation, name);
  if (flag) return [flag.name, 'true'];
  const filter = operation.parameters.find(
    ({ in: where, name: one, schema }) => where === 'query' && one === member && listsValue(contract, schema, value),
  );
  return filter && [filter.name, String(value)];
};

/** Does a filter by the state have another value by default, so that a list without it shows what has that value alone. */
const isLeftByDefault = ({ operation }: Collection, states: readonly State[], { member, value }: State): boolean =>
  operation.parameters.some(({ in: where, name, schema }) => {
    const usual = where === 'query' && name === member && isObject(schema) ? schema['default'] : undefined;
    return usual !== undefined && usual !== value && states.some((one) => one.member === member && one.value === usual);
  });

/** Does the document tell a move to a state. */
const isReached = ({ leading, movers }: Life, state: State): boolean =>
  leading.some(({ to }) => to === state) || movers.some(({ to, set }) => to === state || set?.[state.member] === state.value);

const statesOf = (contract: Contract, life: Life, list: Collection): readonly UnlistedState[] => {
  const { operation } = list;
  const noun = nounWordsOf(life.type.addsTo).at(-1) ?? '';
  const own = textsAt(contract, operation.location).flatMap(sentencesOf);
  const clauses = own.flatMap(partsOfSentence);
  const ofFlags = operation.parameters.flatMap(({ location }) => textsAt(contract, location)).flatMap(sentencesOf);
  const named = operation.parameters.flatMap(({ in: where, name }) => (where === 'query' ? [name] : []));
  return life.states.flatMap((state): readonly UnlistedState[] => {
    if (noun === '' || state.value === false || !isReached(life, state)) return [];
    const isLeftOut = isLeftByDefault(list, life.states, state);
    const isTold = isLeftOut || [...clauses, ...ofFlags].some((clause) => leavesOut(clause, state.name, noun, named));
    const isNamed = switchFor(contract, operation, state.name) !== undefined;
    if (isTold || isNamed)
      return [at(operation.location, { life, list, state, fate: 'left-out', shownBy: askedBy(contract, list, state) })];
    const isShown = own.some((sentence) => shows(sentence.replace(order, ''), state.name, noun));
    return isShown ? [at(operation.location, { life, list, state, fate: 'shown', shownBy: undefined })] : [];
  });
};

const known = new WeakMap<Contract, readonly UnlistedState[]>();

/** Every such state of a contract that is held to the standard requirements, at the list: one of each fate for each list. */
export const unlistedStates = (contract: Contract, wanted: UnlistedState['fate']): readonly UnlistedState[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : lives(contract).flatMap((life) =>
          life.type.lists.flatMap((list) => {
            const states = statesOf(contract, life, list);
            return (['left-out', 'shown'] as const).flatMap((fate) => states.filter((one) => one.fate === fate).slice(0, 1));
          }),
        ));
  known.set(contract, found);
  return found.filter(({ fate }) => fate === wanted);
};
