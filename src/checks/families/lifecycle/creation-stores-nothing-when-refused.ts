import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { minimalBody } from '../../../generators/minimal-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { makingFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { itemKey, largestPage, pageItems } from '../../subjects/collection.ts';
import { errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import { createdResourceTypeNamed, livesWith } from '../../subjects/resources.ts';

/** The first page of a list, and the total number of items where the server reports it. */
type PageCount = {
  readonly exchange: Exchange;
  readonly ids: readonly string[];
  readonly count: number;
  readonly total: number | undefined;
};

type RefusedThrice = {
  readonly refused: readonly Exchange[];
  /** Undefined where the list could not be read. */
  readonly before: PageCount | undefined;
  readonly after: PageCount | undefined;
};

/** How many creations are sent to be refused. */
const times = 3;

/** After so many milliseconds, the list shows what the server stores late. */
const waitMs = 2000;

/** Creations that lack a required member, with the first page of the list before and after. */
const refusedThrice = defineScenario<{ readonly resourceType: string }, RefusedThrice>({
  id: 'refused-thrice',
  async run(session, { resourceType: name }) {
    const { collection, create } = createdResourceTypeNamed(session.contract, name);
    const member = bodyMembers(session.contract, create).find(({ required }) => required)?.name;
    if (!collection || member === undefined)
      throw new NotTried('not-applicable', `${create.key} has no list, or no member that could be left out`);
    const before = await countIn(session, collection);
    const refused: Exchange[] = [];
    if (!before) return { refused, before, after: undefined };
    for (let turn = 1; turn <= times; turn++) {
      const making = { ...makingFor(session, `refused-${turn}`), omit: [member] };
      const made = minimalBody(create, making);
      if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.prerequisites));
      const request = usableRequest(session, create, `refused-${turn}`, { body: { kind: 'json', value: made.value } });
      refused.push(await session.send({ ...request, faults: ['member-missing'] }));
    }
    await session.pause(waitMs, 'refused creations may have been stored');
    return { refused, before, after: await countIn(session, collection) };
  },
});

const countIn = async (session: Session, collection: Collection): Promise<PageCount | undefined> => {
  const base = usableRequest(session, collection.operation, 'count');
  const list = await listInUse(session, collection);
  const exchange = await session.send({ ...base, query: [...base.query, ...largestPage(list)] });
  const items = pageItems(collection, exchange);
  if (!items) return undefined;
  const reported = collection.pages.flatMap((pages) =>
    pages.kind === 'page' && pages.convention.total !== undefined ? [evaluate(pages.convention.total, exchange)] : [],
  );
  const total = reported.find((value) => typeof value === 'number');
  return { exchange, ids: items.flatMap((item) => itemKey(collection, item) ?? []), count: items.length, total };
};

export const creationStoresNothingWhenRefused = defineProbe({
  id: 'lifecycle/creation-stores-nothing-when-refused',
  title: 'A creation that is refused leaves nothing behind',
  why: 'Nobody knows of a resource whose creation was refused, and it is billed all the same.',
  fix: 'Validate the whole request before anything is stored.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) =>
    livesWith(contract, 'create', ({ create, collection }) => {
      if (!collection || errorResponseOf(create, 'missing').length === 0) return false;
      return bodyMembers(contract, create).some(({ required }) => required);
    }),
  prerequisites: ({ operation }) => permissionsFor(operation),
  cost: () => ({ requests: 10, creates: 0 }),
  run: ({ resourceType }, session) => session.run(refusedThrice, { resourceType: resourceType.name }),
  judge({ operation }, { refused, before, after }) {
    const expected = errorResponseOf(operation, 'missing');
    const other = refused.find((one) => !expected.includes(statusOf(one) ?? 0));
    if (other || refused.length < times) {
      return inconclusive(`A creation without a required member was answered ${other ? outcomeOf(other) : 'nothing'}`, refused);
    }
    if (!before || !after) return inconclusive('The list could not be read before and after', refused);
    const grown = before.total !== undefined && after.total !== undefined ? after.total - before.total : undefined;
    const added = after.ids.filter((id) => !before.ids.includes(id)).length;
    const [first, ...others] = refused;
    if (grown === 0 || (grown === undefined && added === 0 && after.count === before.count)) return pass(refused.length);
    const isStored = grown === undefined ? added === times || after.count - before.count === times : grown === times;
    if (!isStored || !first)
      return inconclusive('The list changed, but not by the number of refused creations', [before.exchange, after.exchange]);
    const finding = {
      code: 'refused-creation-stored',
      where: 'list',
      expected: 'as many items as before',
      actual: `${times} more after ${times} refused creations`,
    };
    return unconfirmed(fail(finding, [first, ...others, before.exchange, after.exchange]));
  },
});
