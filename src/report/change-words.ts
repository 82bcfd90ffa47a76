import type { ChangeRow, LeftThing, TargetFooter } from '../model/record.ts';

const total = (rows: readonly ChangeRow[], kind: ChangeRow['kind']): number =>
  rows.filter((row) => row.kind === kind).reduce((sum, { count, perhaps }) => sum + count + perhaps, 0);

/** What a run did over there in a phrase: `2 created, 3 changed, 2 removed`. What did not happen is left out, but for creations. */
export const changePhrase = ({ created, changes = [] }: Pick<TargetFooter, 'created' | 'changes'>): string => {
  const [changed, removed, called] = (['changed', 'removed', 'called'] as const).map((kind) => total(changes, kind));
  return [
    `${created} created`,
    ...(changed ? [`${changed} changed`] : []),
    ...(removed ? [`${removed} removed`] : []),
    ...(called ? [`${called} called with an effect that nobody can tell`] : []),
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

/** Something that is left over there: what it is called, and why it could not be removed. */
export const leftWords = ({ label, id, operation, unknown, reason }: LeftThing): string => {
  const name = [label, id].filter((part) => part !== undefined && part !== '').join(', id ');
  const why = reason ?? (unknown === undefined ? undefined : `may still be there: ${unknown}`);
  const told = [name === '' ? undefined : name, why].filter((part) => part !== undefined);
  return told.length > 0 ? told.join(': ') : `made by ${operation ?? 'the run'}, without a name`;
};
