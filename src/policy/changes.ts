import type { RunEvent } from '../model/event.ts';
import type { ChangeRow, LeftResource } from '../model/record.ts';

/** Resources that one row names at most; a run may change thousands. */
const mostNamed = 20;

/** Sums up what a run changed at a target, by operation and kind, in the order in which each pair first occurred. */
export type ChangeBook = {
  saw(event: RunEvent): void;
  /** @param left What was created and is or may still be there. */
  rows(left: readonly LeftResource[]): readonly ChangeRow[];
};

type Open = Omit<ChangeRow, 'things'> & { count: number; perhaps: number; readonly things: Set<string> };

export const createChangeBook = (): ChangeBook => {
  const rows = new Map<string, Open>();
  const add = (operation: string, kind: ChangeRow['kind'], isSure: boolean, resource: string | undefined): void => {
    const key = `${kind} ${operation}`;
    const row = rows.get(key) ?? { operation, kind, count: 0, perhaps: 0, things: new Set<string>() };
    rows.set(key, row);
    if (isSure) row.count += 1;
    else row.perhaps += 1;
    if (resource !== undefined && row.things.size < mostNamed) row.things.add(resource);
  };
  return {
    saw(event) {
      if (event.type === 'created')
        add(event.operation ?? event.collection, 'created', event.isSure, event.id ?? (event.label === '' ? undefined : event.label));
      if (event.type === 'changed') add(event.operation, event.kind, event.isSure, event.what);
    },
    rows: (left) =>
      Array.from(rows.values(), ({ things, ...row }): ChangeRow => {
        const stays = left.filter(({ operation, collection }) => (operation ?? collection) === row.operation).length;
        return { ...row, things: [...things], ...(row.kind === 'created' ? { stays } : {}) };
      }),
  };
};
