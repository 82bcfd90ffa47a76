import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { created, findCreated, listOf, recogniser } from './created.ts';
import type { Found } from '../paging/find-item.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from './until.ts';

export type Listed =
  | {
      readonly kind: 'listed';
      readonly item: unknown;
      readonly creation: Exchange;
      /** Other items that match as well. */
      readonly rivals: readonly unknown[];
    }
  | {
      readonly kind: 'not-listed';
      readonly creation: Exchange;
      readonly withinMs: number;
      /** The last look. */
      readonly last: Exchange;
      /** Answers of the looks that could not read the list to its end. */
      readonly unread: readonly Exchange[];
    }
  | { readonly kind: 'not-created'; readonly creation: Exchange }
  /** The contract does not document how a created resource is found again. */
  | { readonly kind: 'no-list'; readonly creation: Exchange };

/** Waits until the resource of a creation is in its list, after a first look where one is given. */
export const awaitListed = async (session: Session, create: Operation, creation: Exchange, first?: Found): Promise<Listed> => {
  if (!isSuccess(creation)) return { kind: 'not-created', creation };
  const collection = listOf(session.contract, create);
  const isNamed = collection && recogniser(session.contract, create, collection, creation.request);
  if (!collection || !isNamed) return { kind: 'no-list', creation };
  const withinMs = patienceMs(session.target, 'created.listed');
  const looks: Found[] = [];
  const found = await until(session, { withinMs, why: `${collection.operation.key} is to show the created resource` }, async () => {
    const now = looks.length === 0 && first ? first : await findCreated(session, create, creation);
    if (now) looks.push(now);
    return now?.kind === 'item' || now?.kind === 'unreadable' ? now : undefined;
  });
  if (found?.kind === 'item') return { kind: 'listed', item: found.item, creation, rivals: found.rivals ?? [] };
  const unread = looks.filter(({ kind }) => kind === 'unread' || kind === 'unreadable').map(({ exchange }) => exchange);
  return { kind: 'not-listed', creation, withinMs, last: looks.at(-1)?.exchange ?? creation, unread };
};

/** Waits until the created resource is in its list. */
export const listed = defineScenario<{ readonly operation: string }, Listed>({
  id: 'listed',
  async run(session, { operation }) {
    const { exchange, first } = await session.run(created, { operation });
    return awaitListed(session, operationOf(session.contract, operation), exchange, first);
  },
});
