import type { Operation } from '../../contract/model.ts';
import { defineProbe, type Probe, type ProbeOver, type Subject } from './define.ts';
import { prerequisitesFor } from './prerequisites.ts';

/** A probe that only reads, with one operation. `requests`: the most requests for one subject, or how many these are for it. */
export type ReadProbe<S extends Subject & { readonly operation: Operation }, M> = Omit<
  ProbeOver<S, M>,
  'phase' | 'stage' | 'exclusive' | 'prerequisites' | 'cost'
> & { readonly requests: number | ((subject: S) => number) };

/** Defines a probe that reads with the operation of its subject: its prerequisites are those of the operation, and it creates nothing. */
export const defineReadProbe = <S extends Subject & { readonly operation: Operation }, M>({
  requests,
  ...probe
}: ReadProbe<S, M>): Probe<M> =>
  defineProbe<S, M>({
    phase: 'read',
    exclusive: 'nothing',
    prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
    cost: (subject) => ({ requests: typeof requests === 'number' ? requests : requests(subject), creates: 0 }),
    ...probe,
  });
