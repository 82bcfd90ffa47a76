import { actionRowsIn, withoutActionItems } from '../../contract/infer/action-items.ts';
import { arrowsIn, withoutBrackets } from '../../contract/infer/move-arrows.ts';
import { moveRowsIn } from '../../contract/infer/move-tables.ts';
import { spokenMoves } from '../../contract/infer/spoken-moves.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember } from '../../generators/body-members.ts';
import { deniedMoves } from './denied-moves.ts';
import { describesRefusal } from './mistaken-bodies.ts';
import { type Trip } from './round-trips.ts';
import {
  exclusive,
  refusal,
  ofMove,
  possible,
  areFinal,
  listing,
  another,
  inWords,
  textsOf,
  phrasesOf,
  mayAnything,
} from './exclusive-moves.ts';

/**
 * A value of a body that moves a resource to another state, and the states that it is for; where some callers may make it from more states than the document shows,
 * those that it shows.
 */
export type Move = { readonly value: string; readonly from: ReadonlySet<string>; readonly shown?: ReadonlySet<string> };

/** The states that a text leads to after "from A to": "from draft to published or archived", "from draft to published to archived". */
const toldArrows = (text: string, states: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const plain = text.replaceAll(/`?([\w-]+)`?\s*(?:→|->|=>)\s*(?=`?([\w-]+))/gu, ' from $1 to $2 , ');
  const arrows = new Map<string, Set<string>>();
  for (const sentence of plain.split(/[.;,]/u)) {
    const words = inWords(sentence);
    for (const first of states) {
      const begins = words.indexOf(` from${inWords(first)}to `);
      if (begins < 0) continue;
      let rest = words.slice(begins + ` from${inWords(first)}to`.length);
      let from = first;
      for (let next = states.find((one) => rest.startsWith(inWords(one))); next !== undefined;) {
        arrows.set(from, (arrows.get(from) ?? new Set()).add(next));
        rest = rest.slice(inWords(next).length - 1);
        const [, joint = ''] = /^ (or|and|to) /u.exec(rest) ?? [];
        if (joint === '') break;
        if (joint === 'to') from = next;
        rest = rest.slice(joint.length + 1);
        next = states.find((one) => rest.startsWith(inWords(one)));
      }
    }
  }
  const listed = [...text.matchAll(listing)].flatMap(([, list = '']) => listedMoves(list, states));
  for (const { from, to } of [...listed, ...spokenMoves(text, states)]) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  return arrows;
};

/** The moves of a list such as "draft to open; open and late to closed"; none where a part of it is not understood. */
const listedMoves = (list: string, states: readonly string[]): readonly { readonly from: string; readonly to: string }[] => {
  const sidesOf = (part: string): readonly (readonly string[])[] =>
    part.split(/ to /u).map((side) => states.filter((state) => inWords(side).includes(inWords(state))));
  for (const separator of [/;/u, /,|;/u]) {
    const parts = list
      .replaceAll('`', '')
      .split(separator)
      .filter((part) => part.trim() !== '')
      .map(sidesOf);
    if (parts.every((sides) => sides.length === 2 && sides.every((side) => side.length > 0)))
      return parts.flatMap(([before = [], after = []]) => before.flatMap((from) => after.map((to) => ({ from, to }))));
  }
  return [];
};

export const listedOf = ({ schema }: Pick<BodyMember, 'schema'>): readonly string[] => {
  const values: unknown = isObject(schema) ? schema['enum'] : undefined;
  return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
};

/** The values of a change that are states: each may come from the states that an arrow leads from. */
export const stateMoves = (text: string, states: readonly string[]): readonly Move[] => {
  const arrows = toldArrows(text, states);
  // A move that is told in words which are not read would be taken for none.
  const words = inWords(text.replaceAll('_', ' '));
  const isUnread = states.some((from) =>
    states.some((to) => from !== to && words.includes(`${inWords(from)}to${inWords(to)}`) && arrows.get(from)?.has(to) !== true),
  );
  if (isUnread) return [];
  // Another sentence may tell a way that a list in plain words leaves out.
  const beside = spokenMoves(text, states).length > 0 ? movedBeside([text], states) : new Set<string>();
  const named = [...new Set([...arrows].flatMap(([from, to]) => [from, ...to]))].filter((value) => !beside.has(value));
  return named.map((value) => ({
    value,
    from: new Set([...beside, ...[...arrows].filter(([, to]) => to.has(value)).map(([from]) => from)]),
  }));
};

/** The states that the words behind the name of an action say it is for: "`withdraw` takes an active one into a withdrawn one". */
export const actionMoves = (text: string, actions: readonly string[], states: readonly string[]): readonly Move[] => {
  const places = actions.map((value) => ({ value, at: text.indexOf(`\`${value}\``) }));
  if (places.some(({ at: where }) => where < 0)) return [];
  return places.flatMap(({ value, at: where }) => {
    const after = text.slice(where + value.length + 2);
    const ends = [after.search(/[.;:](?:\s|$)/u), ...actions.map((other) => after.indexOf(`\`${other}\``))].filter((one) => one >= 0);
    const [before = ''] = after.slice(0, Math.min(after.length, ...ends)).split(/\b(?:in)?to\b|\bbecomes?\b|\bwhich\b|\bif\b|\bwhen\b/u);
    const words = inWords(before);
    const from = states.filter((state) => words.includes(inWords(state)));
    return from.length === 0 || /\b(?:not|no|never|except|unless|but|without|other|unlike)\b/u.test(words)
      ? []
      : [{ value, from: new Set(from) }];
  });
};

/** The moves that tables say: by values that are states from those before, or by actions from the states beside them. */
export const tableMoves = (
  texts: readonly string[],
  listed: readonly string[],
  states: readonly string[],
  areStates: boolean,
  others: ReadonlySet<string>,
): readonly Move[] => {
  const told = areStates ? texts : texts.map((text) => withoutActionItems(text, states));
  const beside = movedBeside(told, states, others);
  const called = (name: string, values: readonly string[]): string =>
    values.find((one) => one === name) ?? values.find((one) => inWords(one) === inWords(name)) ?? name;
  const rows = texts.flatMap((text) => (areStates ? moveRowsIn(text) : actionRowsIn(text, states)));
  const ways = rows.flatMap(({ from, by, to }) =>
    (areStates ? to : by)
      .map((name) => called(name, listed))
      .filter((value) => listed.includes(value))
      // A row that leads to a state from nothing is that of the creation.
      .flatMap((value) => (areStates && from.length === 0 ? [] : [{ value, from: from.map((name) => called(name, states)) }])),
  );
  const values = [...new Set(ways.map(({ value }) => value))];
  // What is said in another way of one of its rows may lead from any state.
  const isRead = (value: string): boolean =>
    ways.every((one) => one.value !== value || (one.from.length > 0 && one.from.every((name) => states.includes(name))));
  return values
    .filter((value) => !beside.has(value) && isRead(value))
    .map((value) => ({ value, from: new Set([...beside, ...ways.filter((one) => one.value === value).flatMap(({ from }) => from)]) }));
};

/** The paragraphs of a text, without the lines that show moves. */
const withoutArrows = (text: string, states: readonly string[]): readonly string[] =>
  withoutBrackets(text, states)
    .split('\n')
    .filter((line) => !/[→►▶>]|^\s*\|/u.test(line))
    .join('\n')
    .split(/\n\s*\n/u);

/** What happens besides when a resource comes to a state: "Followers get a notification when a campaign goes live". It tells no way there. */
const isFollowed = (words: string): boolean => {
  const [, main = ''] = /^(.*?) (?:when|whenever|once|as soon as) (?:an?|the|it|its|any|this) /u.exec(words) ?? [];
  return main !== '' && !ofMove.test(`${main} `) && !possible.test(`${main} `);
};

/** The states that sentences beside the lines with arrows lead to, or from, in ways that these do not show. */
export const movedBeside = (
  texts: readonly string[],
  states: readonly string[],
  others: ReadonlySet<string> = new Set(),
): ReadonlySet<string> =>
  new Set(
    texts
      .flatMap((text) => withoutArrows(text, states))
      .flatMap(phrasesOf)
      .filter((one) => !exclusive.test(one) && !areFinal.test(one) && !refusal.test(one) && !/\bonly\b/iu.test(one))
      .map((one) => inWords(one.replaceAll('_', ' ')))
      .filter((words) => ofMove.test(words) && possible.test(words) && !isFollowed(words))
      .flatMap((words) =>
        states.filter((state) =>
          // "Pending orders are cancelled" is about the orders.
          placesOf(words, inWords(state)).some((place) => {
            const [, subject] = / (\w+) (?:is|are) (?:also |then |all )?$/u.exec(words.slice(0, place + 1)) ?? [];
            return subject === undefined || !others.has(subject);
          }),
        ),
      ),
  );

/** Where a text has another one in it. */
const placesOf = (text: string, part: string): readonly number[] => {
  const places: number[] = [];
  for (let place = text.indexOf(part); place >= 0; place = text.indexOf(part, place + 1)) places.push(place);
  return places;
};

/** The states that sentences call the last ones. */
const finalIn = (texts: readonly string[], states: readonly string[]): readonly string[] =>
  texts
    .flatMap((text) => withoutArrows(text, states))
    .flatMap(phrasesOf)
    .flatMap((phrase) => {
      const found = areFinal.exec(phrase);
      if (!found) return [];
      const any = states.map((state) => inWords(state).trim()).join('|');
      const [last = ''] =
        new RegExp(` (?:(?:${any}) (?:and |or )?)+(?:\\w+ )?$`, 'u').exec(inWords(phrase.slice(0, found.index).replaceAll('_', ' '))) ?? [];
      return states.filter((state) => ` ${last} `.includes(inWords(state)));
    });

/**
 * The moves that arrows in the lines of texts show. Where some are not understood, a state that is called final leads nowhere all the same, and all others may
 * lead anywhere. Undefined where the texts have no such arrows.
 */
export const arrowMoves = (
  texts: readonly string[],
  listed: readonly string[],
  states: readonly string[],
  others: ReadonlySet<string>,
): readonly Move[] | undefined => {
  const found = texts.map((text) => arrowsIn(text, states)).filter(({ rows }) => rows.length > 0);
  const rows = found.flatMap((one) => one.rows);
  if (rows.length === 0) return undefined;
  if (!found.every(({ isWhole }) => isWhole)) {
    const last = finalIn(texts, states);
    const from = new Set(states.filter((state) => !last.includes(state)));
    return last.length === 0 ? [] : listed.map((value) => ({ value, from }));
  }
  const named = new Set(rows.flatMap(({ from, to = [] }) => [...from, ...to]));
  const beside = movedBeside(texts, states, others);
  return listed
    .filter((value) => named.has(value) && !beside.has(value))
    .map((value) => ({
      value,
      from: new Set([...beside, ...rows.flatMap(({ from, to }) => (to === undefined || to.includes(value) ? from : []))]),
    }));
};

/** The values that arrows lead to from states that they name. */
export const ledTo = (texts: readonly string[], listed: readonly string[], states: readonly string[]): readonly string[] => {
  const rows = texts.flatMap((text) => arrowsIn(text, states).rows);
  return listed.filter((value) => rows.some(({ from, to }) => from.length > 0 && to?.includes(value) === true));
};

/** A move that some callers may make from other states as well. */
export const withUnsure = ({ value, from }: Move, unsure: readonly string[], states: readonly string[]): Move => ({
  value,
  from: new Set(unsure.includes(value) ? states : [...from, ...unsure.filter((one) => states.includes(one))]),
  shown: from,
});

/**
 * The moves to each value, where sentences deny some of them, and nothing says that there are no others: "A published notice cannot become a draft again". None
 * where some callers may do what they like.
 */
export const undeniedMoves = (
  contract: Contract,
  trip: Trip,
  operation: Operation,
  { schema }: BodyMember,
  states: readonly string[],
): readonly Move[] => {
  if (!describesRefusal(operation)) return [];
  const said = isObject(schema) ? schema['description'] : undefined;
  const texts = [...textsOf(contract, operation), ...(typeof said === 'string' ? [said] : [])];
  if (texts.some((text) => phrasesOf(text).some((one) => another.test(one) && mayAnything.test(one)))) return [];
  const noun = singular(nounWordsOf(trip.addsTo).at(-1) ?? '');
  const denied = texts.flatMap(phrasesOf).flatMap((one) => deniedMoves(one, states, noun));
  if (denied.length === 0) return [];
  const moves = listedOf({ schema }).map((value) => ({
    value,
    from: new Set(states.filter((from) => !denied.some((one) => one.from === from && one.to === value))),
  }));
  // Where it has to come from is tried first.
  const isNeeded = ({ value }: Move): boolean => denied.some(({ from }) => from === value);
  return moves.toSorted((a, b) => Number(isNeeded(b)) - Number(isNeeded(a)));
};
