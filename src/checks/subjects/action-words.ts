import { membersOf } from '../../contract/infer/schema-parts.ts';
import { tailOf } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { placeIn } from './round-trips.ts';
import type { Sequenced } from './sequences.ts';

/** The verb of an action, from the end of its path. */
export const verbOf = ({ path }: Operation): string => wordsOf(tailOf(path)[0] ?? '').join(' ');

const irregular: Readonly<Record<string, string>> = {
  begin: 'begun',
  break: 'broken',
  bring: 'brought',
  choose: 'chosen',
  draw: 'drawn',
  freeze: 'frozen',
  give: 'given',
  hide: 'hidden',
  hold: 'held',
  leave: 'left',
  lend: 'lent',
  lose: 'lost',
  pay: 'paid',
  sell: 'sold',
  send: 'sent',
  take: 'taken',
  undo: 'undone',
  win: 'won',
  withdraw: 'withdrawn',
};

/** What a verb leaves behind: `close` leaves something closed, `check in` something checked in. */
export const participlesOf = (verb: string): readonly string[] => {
  const [first = '', ...more] = verb.split(' ');
  const ends = irregular[first] ?? [
    ...(first.endsWith('e') ? [`${first}d`] : [`${first}ed`, `${first}${first.at(-1) ?? ''}ed`]),
    ...(/[^aeiou]y$/u.test(first) ? [`${first.slice(0, -1)}ied`] : []),
  ];
  return [ends].flat().map((one) => [one, ...more].join(' '));
};

/** The form of the verb of an action that ends in -ing: `submitting` of `submit`. */
export const gerundsOf = (operation: Operation): readonly string[] => {
  const [first = '', ...more] = verbOf(operation).split(' ');
  const forms = first.endsWith('e') ? [`${first.slice(0, -1)}ing`] : [`${first}ing`, `${first}${first.at(-1) ?? ''}ing`];
  return forms.map((one) => [one, ...more].join(' '));
};

/** Is a state the one that a verb leaves: `cancelled` of `cancel`, `void` of `void`. */
export const isLeft = (verb: string, state: string): boolean => [...participlesOf(verb), verb].includes(wordsOf(state).join(' '));

/** Endings of nouns of deeds, and those of their verbs: `approval` of `approve`, `cancellation` of `cancel`, `submission` of `submit`. */
const endingsOfDeeds: readonly (readonly [noun: RegExp, verbs: readonly string[]])[] = [
  [/als?$/u, ['e', '']],
  [/ications?$/u, ['ish', 'y']],
  [/(?:l)?lations?$/u, ['l', 'late']],
  [/ations?$/u, ['ate', '', 'e']],
  [/issions?$/u, ['it']],
  [/tions?$/u, ['t', 'te']],
  [/ures?$/u, ['e', '']],
  [/ments?$/u, ['']],
  [/e?s$/u, ['e', '']],
];

/** The verbs that a noun of a deed may be made from, at the end of a path: `/approvals`, `/returns`, `/publication`. */
export const verbsOfDeed = (noun: string): readonly string[] =>
  noun.includes(' ')
    ? []
    : endingsOfDeeds.flatMap(([ending, verbs]) => (ending.test(noun) ? verbs.map((one) => noun.replace(ending, one)) : []));

/** Is a state the one that an action leaves, whose path names it by a verb or by the noun of a deed. */
export const isLeftBy = (operation: Operation, state: unknown): boolean =>
  typeof state === 'string' &&
  [verbOf(operation), ...verbsOfDeed(verbOf(operation))].some((verb) => verb.length > 2 && isLeft(verb, state));

/** Actions at the end of a life. */
const endings: ReadonlySet<string> = new Set(['close', 'cancel', 'archive']);

/** The action that alone leads to a state that ends a life; undefined where another one leads back, so that a life may begin there. */
export const endingTo = ({ actions }: Sequenced, state: unknown): Operation | undefined =>
  actions.every((one) => endings.has(verbOf(one))) ? actions.find((one) => isLeftBy(one, state)) : undefined;

/** Words by which a text says that an action on what is in another state does no harm. */
export const harmless = 'idempotent nothing noop unchanged stay stays remains ignored ignores succeeds harmless effect'.split(' ');

/** The member with the moment of an action: `closed_at`, `cancelledOn`. */
export const momentOf = (contract: Contract, { read, id }: Sequenced, operation: Operation): string | undefined =>
  momentIn(contract, placeIn(contract, read, id)?.schema, operation);

/** The same among the members of a schema. */
export const momentIn = (contract: Contract, schema: Schema | undefined, operation: Operation): string | undefined => {
  const participles = participlesOf(verbOf(operation));
  const found = [...(schema === undefined ? [] : membersOf(contract.document, schema))].filter(([name, member]) => {
    const [first, last, ...more] = wordsOf(name);
    const resolved = resolvedSchema(contract.document, member);
    const isMoment = isObject(resolved) && (resolved['format'] === 'date-time' || resolved['format'] === 'date');
    return isMoment && more.length === 0 && participles.includes(first ?? '') && (last === 'at' || last === 'on' || last === 'date');
  });
  return found[0]?.[0];
};
