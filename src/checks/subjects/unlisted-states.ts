import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { sentencesOf } from '../../contract/infer/conventions/quota-sentences.ts';
import type { Collection, Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type Life, lives } from './lives.ts';
import { switchFor } from './switches.ts';
import { inWords, type State } from './state-words.ts';

/** A state in which a list leaves a resource out, as its text says. */
export type UnlistedState = Subject & {
  readonly life: Life;
  readonly list: Collection;
  readonly state: State;
  /** The query parameter that has such resources listed too, and its value; undefined where there is none. */
  readonly shownBy: readonly [name: string, value: string] | undefined;
};

const are = '(?:(?:is|are|will be|do|does) )?(?:by default )?(?:usually )?';
const out =
  '(?:left out|omitted|excluded|hidden|skipped|filtered out|(?:not|never|no longer) (?:be )?(?:listed|shown|included|returned|part of (?:the|this) list|in (?:the|this) list|appear))';
const leaving = '(?:without|excluding|except(?: for)?|leaves? out|leaving out|omits?|omitting|excludes?|hides?|hiding|but (?:no|not)|not)';

/** Words by which a clause holds for some callers or requests only. */
const unclear =
  / (?:if|when|where|while|for|to|customers?|readers?|guests?|members?|admins?|administrators?|roles?|only those|may|can|could|might|no longer (?:left out|omitted|excluded|hidden)) /u;

/** What follows says how such resources are shown all the same. */
const exception = / (?:unless|except when|except if|until) .*$/u;

/** Does a clause say that a list leaves out what is in a state. */
const leavesOut = (clause: string, state: string, noun: string): boolean => {
  const words = inWords(clause).replace(exception, ' ').replaceAll(' by default ', ' ');
  if (unclear.test(words)) return false;
  const kinds = `(?:(?:${noun}s?|ones|items|records|entries|those|resources) )?`;
  const others = '(?:(?:and|or|nor) [a-z]+ )*';
  return [
    ` ${state} ${others}${kinds}${are}${out} `,
    ` ${leaving} (?:the |all |any )?(?:[a-z]+ (?:and|or) )*${state} ${others}${kinds}(?:and |or )?$`,
  ]
    .concat([` only (?:[a-z]+ )?(?:${noun}s?|ones|items|those) (?:that|which) (?:is|are) not ${state} $`])
    .some((form) => new RegExp(form, 'u').test(words));
};

const textsAt = ({ document }: Contract, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** The parameter by which a list can be asked for what is in a state: a switch for it, or a filter that lists it as a value. */
const askedBy = (contract: Contract, { operation }: Collection, { member, name, value }: State): UnlistedState['shownBy'] => {
  const flag = switchFor(contract, operation, name);
  if (flag) return [flag.name, 'true'];
  const filter = operation.parameters.find(
    ({ in: where, name: one, schema }) =>
      where === 'query' &&
      one === member &&
      isObject(schema) &&
      Array.isArray(schema['enum']) &&
      schema['enum'].some((listed) => listed === value),
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
  const clauses = textsAt(contract, operation.location)
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(/;\s*|,? but (?=not|never)/u));
  const ofFlags = operation.parameters.flatMap(({ location }) => textsAt(contract, location)).flatMap(sentencesOf);
  return life.states.flatMap((state) => {
    if (noun === '' || state.value === false || !isReached(life, state)) return [];
    const isTold =
      isLeftByDefault(list, life.states, state) || [...clauses, ...ofFlags].some((clause) => leavesOut(clause, state.name, noun));
    const isNamed = switchFor(contract, operation, state.name) !== undefined;
    return isTold || isNamed ? [at(operation.location, { life, list, state, shownBy: askedBy(contract, list, state) })] : [];
  });
};

const known = new WeakMap<Contract, readonly UnlistedState[]>();

/** Every such state of a contract that is held to the standard requirements, at the list: one for each list. */
export const unlistedStates = (contract: Contract): readonly UnlistedState[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : lives(contract).flatMap((life) => life.type.lists.flatMap((list) => statesOf(contract, life, list).slice(0, 1))));
  known.set(contract, found);
  return found;
};
