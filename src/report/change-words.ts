import type { ChangeRow, LeftResource, TargetFooter } from '../model/record.ts';

const total = (rows: readonly ChangeRow[], kind: ChangeRow['kind'], certainty: 'count' | 'perhaps'): number =>
  rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row[certainty], 0);

/**
 * What a run changed at a target, in a phrase: `2 created, 3 changed, 2 removed, 1 perhaps removed`. Counts of 0 are left out, except that
 * of creations. A record without rows has only the number of creations, certain or not.
 */
export const changePhrase = ({ created, changes = [] }: Pick<TargetFooter, 'created' | 'changes'>): string => {
  const perhapsCreated = total(changes, 'created', 'perhaps');
  const called = total(changes, 'called', 'count') + total(changes, 'called', 'perhaps');
  const phrases = (['changed', 'removed'] as const).flatMap((kind) => [
    { count: total(changes, kind, 'count'), word: kind },
    { count: total(changes, kind, 'perhaps'), word: `perhaps ${kind}` },
  ]);
  return [
    `${created - perhapsCreated} created`,
    ...[{ count: perhapsCreated, word: 'perhaps created' }, ...phrases].flatMap(({ count, word }) =>
      count > 0 ? [`${count} ${word}`] : [],
    ),
    ...(called > 0 ? [`${called} called with unknown effect`] : []),
  ].join(', ');
};

/** One operation that changed something, in words: a head, and the resources that it changed. */
export const changeWords = ({
  kind,
  operation,
  count,
  perhaps,
  stays,
  things,
}: ChangeRow): { readonly head: string; readonly resources: string } => {
  const sure = [
    ...(count > 0 ? [`${count} times`] : []),
    ...(perhaps > 0 ? [`perhaps ${perhaps} times, as the answers do not show it`] : []),
    ...(stays === undefined ? [] : [stays === 0 ? 'none left' : `${stays} left, or possibly left`]),
  ];
  const named = kind === 'called' ? 'called with unknown effect' : kind;
  const more = count + perhaps > things.length && things.length > 0 && stays === undefined ? ' …' : '';
  return { head: `${named}: ${operation}, ${sure.join(', ')}`.replace(/\b1 times/gu, 'once'), resources: `${things.join(', ')}${more}` };
};

/** The resources of one type that are left, as lines: one with the names of all that simply stay, then one for each that could not be removed, and why. */
export const leftWords = (resources: readonly LeftResource[]): readonly string[] => {
  const named = resources.map(({ label, id, unknown, reason }) => ({
    name: [label, id].filter((part) => part !== undefined && part !== '').join(', id '),
    why: reason ?? (unknown === undefined ? undefined : `may still be there: ${unknown}`),
  }));
  const names = named.flatMap(({ name, why }) => (why === undefined && name !== '' ? [name] : []));
  return [
    ...(names.length === 0 ? [] : [names.join(', ')]),
    ...named.flatMap(({ name, why }) => (why === undefined ? [] : [name === '' ? why : `${name}: ${why}`])),
  ];
};

/** How many events the target delivered, before what follows: `3 deliveries received, `; nothing where the run had no sink. */
export const deliveredPhrase = ({ deliveries }: Pick<TargetFooter, 'deliveries'>): string =>
  deliveries === undefined ? '' : `${deliveries} ${deliveries === 1 ? 'delivery' : 'deliveries'} received, `;
