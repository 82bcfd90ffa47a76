import type { StoredExchange } from '../../../model/stored-exchange.ts';
import type { BehaviourCell, SeenBehaviour } from './behaviour-row.ts';

/** More values than these do not help a reader, and a hostile server could send any number of them. */
const mostValues = 60;

/** Operations that are named with one value. */
const mostOperations = 20;

type Evidence = { readonly operations: Set<string>; readonly shown: NonNullable<SeenBehaviour['shown']> };

const startOf = ({ id, sent }: StoredExchange): Evidence => ({
  operations: new Set(),
  shown: { exchange: id, sent: `${sent.method} ${sent.target.slice(0, 300)}` },
});

const note = ({ operations }: Evidence, { request }: StoredExchange): void => {
  if (operations.size < mostOperations) operations.add(request.operation ?? 'outside');
};

const seenOf = (value: string, { operations, shown }: Evidence): SeenBehaviour => ({
  value,
  operations: [...operations].toSorted(),
  shown,
});

const cellOf = (values: readonly SeenBehaviour[], isOpen: boolean): BehaviourCell => ({
  values: values.toSorted((a, b) => (a.value < b.value ? -1 : 1)),
  ...(isOpen ? { isOpen } : {}),
});

/** Gathers the values that exchanges show. */
export type Seen = {
  /** @param value In words that are the same in every run. */
  add(exchange: StoredExchange, value: string): void;
  /** Undefined if nothing was seen. */
  cell(): BehaviourCell | undefined;
};

/** Gathers every value that any exchange shows, each once. */
export const seenValues = (): Seen => {
  const values = new Map<string, Evidence>();
  let isOpen = false;
  return {
    add(exchange, value) {
      const known = values.get(value);
      if (known === undefined && values.size >= mostValues) {
        isOpen = true;
        return;
      }
      const evidence = known ?? startOf(exchange);
      values.set(value, evidence);
      note(evidence, exchange);
    },
    cell: () =>
      values.size === 0
        ? undefined
        : cellOf(
            [...values].map(([value, evidence]) => seenOf(value, evidence)),
            isOpen,
          ),
  };
};

export type SeenMembers = Pick<Seen, 'cell'> & {
  /** @param members The members of one exchange with their kinds, by name. */
  add(exchange: StoredExchange, members: ReadonlyMap<string, string>): void;
};

/** Gathers the members of similar exchanges with their kinds, and marks those that not all exchanges have. */
export const seenMembers = (): SeenMembers => {
  const members = new Map<string, Evidence & { readonly kinds: Set<string>; count: number }>();
  let first: Evidence | undefined;
  let total = 0;
  let isOpen = false;
  return {
    add(exchange, found) {
      total += 1;
      first ??= startOf(exchange);
      note(first, exchange);
      for (const [name, kind] of found) {
        const known = members.get(name);
        if (known === undefined && members.size >= mostValues) {
          isOpen = true;
          continue;
        }
        const member = known ?? { ...startOf(exchange), kinds: new Set<string>(), count: 0 };
        members.set(name, member);
        member.count += 1;
        if (kind !== '') member.kinds.add(kind);
        note(member, exchange);
      }
    },
    cell() {
      if (first === undefined) return undefined;
      if (members.size === 0) return cellOf([seenOf('none', first)], isOpen);
      const values = [...members].map(([name, { kinds, count, ...evidence }]) => {
        const kind = kinds.size === 0 ? '' : `: ${[...kinds].toSorted().join(' or ')}`;
        return seenOf(`${name}${kind}${count < total ? ', not always' : ''}`, evidence);
      });
      return cellOf(values, isOpen);
    },
  };
};
