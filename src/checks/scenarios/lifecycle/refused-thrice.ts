import { evaluate } from '../../../contract/expression.ts';
import type { Collection } from '../../../contract/model.ts';
import { minimalBody } from '../../../generators/minimal-body.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { itemKey, largestPage, pageItems } from '../../subjects/collection.ts';
import { NotTried } from '../../kit/define.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { freshFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';
import { creatorOf } from './things.ts';
import { listInUse } from '../paging/offered-styles.ts';

/** The first page of a list, and how many things there are where that is told. */
type PageCount = {
  readonly exchange: Exchange;
  readonly ids: readonly string[];
  readonly count: number;
  readonly total: number | undefined;
};

export type RefusedThrice = {
  readonly refusals: readonly Exchange[];
  /** Undefined where the list could not be read. */
  readonly before: PageCount | undefined;
  readonly after: PageCount | undefined;
};

export const times = 3;

/** What is stored late has shown by then. */
const waitMs = 2000;

/** Creations that lack a required member, with the first page of the list before and after. */
export const refusedThrice = defineMeasurement<{ readonly resource: string }, RefusedThrice>({
  id: 'refused-thrice',
  async run(session, { resource: name }) {
    const resource = resourceNamed(session.contract, name);
    const { collection } = resource;
    const create = creatorOf(resource);
    const member = bodyMembers(session.contract, create).find(({ required }) => required)?.name;
    if (!collection || member === undefined) throw new NotTried('not-applicable', `Nothing could be left out of ${create.key}`);
    const before = await countIn(session, collection);
    const refusals: Exchange[] = [];
    if (!before) return { refusals, before, after: undefined };
    for (let turn = 1; turn <= times; turn++) {
      const making = { contract: session.contract, target: session.target, fresh: freshFor(session, `refused-${turn}`), omit: [member] };
      const made = minimalBody(create, making);
      if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.needs));
      const request = usableRequest(session, create, `refused-${turn}`, { body: { kind: 'json', value: made.value } });
      refusals.push(await session.send({ ...request, faults: ['member-missing'] }));
    }
    await session.pause(waitMs, 'what was refused may have been stored');
    return { refusals, before, after: await countIn(session, collection) };
  },
});

const countIn = async (session: Session, collection: Collection): Promise<PageCount | undefined> => {
  const base = usableRequest(session, collection.operation, 'count');
  const list = await listInUse(session, collection);
  const exchange = await session.send({ ...base, query: [...base.query, ...largestPage(list)] });
  const items = pageItems(collection, exchange);
  if (!items) return undefined;
  const told = collection.pages.flatMap((pages) =>
    pages.kind === 'page' && pages.convention.total !== undefined ? [evaluate(pages.convention.total, exchange)] : [],
  );
  const total = told.find((value) => typeof value === 'number');
  return { exchange, ids: items.flatMap((item) => itemKey(collection, item) ?? []), count: items.length, total };
};
