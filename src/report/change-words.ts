import type { ChangeRow, LeftResource, TargetFooter } from '../model/record.ts';

const total = (rows: readonly ChangeRow[], kind: ChangeRow['kind'], certainty: 'count' | 'perhaps'): number =>
  rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row[certainty], 0);

/**
 * What a run did over there in a phrase: `2 created, 3 changed, 2 removed, 1 perhaps removed`. What did not happen is left out, but for
 * creations. A record without rows only knows how many creations there were, or may have been.
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
    ...(called > 0 ? [`${called} called with an effect that nobody can tell`] : []),
  ].join(', ');
};

/** One operation that changed something, in words: a head, and the things it was done to. */
export const changeWords = ({
  kind,
  operation,
  count,
  perhaps,
  stays,
  things,
}: ChangeRow): { readonly head: string; readonly things: string } => {
  const sure = [
    ...(count > 0 ? [`${count} times`] : []),
    ...(perhaps > 0 ? [`${perhaps} times perhaps, since the answer does not tell`] : []),
    ...(stays === undefined ? [] : [stays === 0 ? 'nothing of it is left' : `${stays} still there, or perhaps`]),
  ];
  const named = kind === 'called' ? 'called, nobody can tell what it did' : kind;
  const more = count + perhaps > things.length && things.length > 0 && stays === undefined ? ' …' : '';
  return { head: `${named}: ${operation}, ${sure.join(', ')}`.replace(/\b1 times/gu, 'once'), things: `${things.join(', ')}${more}` };
};

/** What is left over there of one kind, a line each: first the names of all that nothing more is to be said of, then what could not be removed, and why. */
export const leftWords = (things: readonly LeftResource[]): readonly string[] => {
  const reported = things.map(({ label, id, unknown, reason }) => ({
    name: [label, id].filter((part) => part !== undefined && part !== '').join(', id '),
    why: reason ?? (unknown === undefined ? undefined : `may still be there: ${unknown}`),
  }));
  const names = reported.flatMap(({ name, why }) => (why === undefined && name !== '' ? [name] : []));
  return [
    ...(names.length === 0 ? [] : [names.join(', ')]),
    ...reported.flatMap(({ name, why }) => (why === undefined ? [] : [name === '' ? why : `${name}: ${why}`])),
  ];
};
