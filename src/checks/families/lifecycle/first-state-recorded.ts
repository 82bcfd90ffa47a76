import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { settingsOf } from '../../../generators/settings.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import { actings } from '../../subjects/actions.ts';
import { creationNeeds, listedResources, operationAt } from '../../subjects/creators.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { acted } from '../../scenarios/lifecycle/acted.ts';
import { listOf, recogniser } from '../../scenarios/lifecycle/created.ts';
import { findItem } from '../../scenarios/paging/find-item.ts';
import { listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { triedSetting } from '../../scenarios/bodies/tried-setting.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { roughly } from '../../kit/roughly.ts';
import type { Session } from '../../kit/session.ts';
import type { Exchange } from '../../../model/exchange.ts';

/** Looks are seconds apart, so that a shorter time is a matter of chance. */
const unsteadyMs = 10_000;

type Measured = {
  readonly first: Listed;
  /** Milliseconds until it could be acted on, where an action was waited for. */
  readonly settledMs: number | undefined;
  /** Items by the listed value of a member that they were created with. */
  readonly items: readonly { readonly member: string; readonly value: unknown; readonly item: unknown }[];
};

export const firstStateRecorded = defineProbe<Measured>({
  id: 'lifecycle/first-state-recorded',
  title: 'The first state of what was created, and what depends on the listed values of its creation, is recorded',
  why: 'Whoever compares services wants to know what each size really is, and how soon a new thing can be used.',
  fix: 'Nothing is broken; the documentation could print the states of a new thing and what each size means.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => listedResources(contract).map(({ place }) => place),
  needs: creationNeeds,
  cost: () => ({ requests: 30, creates: 3 }),
  async measure(place, session) {
    const operation = operationAt(session.contract, place);
    const first = await session.measure(listed, { operation: operation.key });
    if (first.kind !== 'listed') return { first, settledMs: undefined, items: [] };
    const acting = actings(session.contract).find(({ create }) => create?.key === operation.key);
    const story = acting && (await orSkipped(session.measure(acted, { create: operation.key, action: acting.operation.key })));
    return {
      first,
      settledMs: story && !isSkipped(story) ? story.settledMs : undefined,
      items: await itemsByValue(session, operation, first),
    };
  },
  judge(place, { first, settledMs, items }, { contract }) {
    const { creation } = first;
    if (first.kind !== 'listed') return inconclusive(`What was created (${outcomeOf(creation)}) did not appear in its list`, [creation]);
    const operation = operationAt(contract, place);
    const state = listOf(contract, operation)?.state;
    const numbers: Record<string, Record<string, unknown>> = {};
    for (const { member, value, item } of items) numbers[member] = { ...numbers[member], [String(value)]: numbersIn(item) };
    return observed([
      ...(state === undefined ? [] : [factOf('creation.first-state', operation.key, valueAt(first.item, state) ?? null)]),
      ...(settledMs === undefined ? [] : [factOf('creation.settled', operation.key, roughly(settledMs, unsteadyMs))]),
      ...(items.length === 0 ? [] : [factOf('creation.numbers', operation.key, numbers)]),
    ]);
  },
});

/** Members of an item that are numbers. */
const numbersIn = (item: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(isObject(item) ? item : {})
      .filter(([, value]) => typeof value === 'number')
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** What the list shows of things created with each listed value, as far as they were accepted and are there now. */
const itemsByValue = async (
  session: Session,
  operation: Operation,
  first: Listed & { readonly kind: 'listed' },
): Promise<Measured['items'][number][]> => {
  const { contract, target } = session;
  const items: Measured['items'][number][] = [];
  for (const member of bodyMembers(contract, operation).filter((one) => listedValues(one) !== undefined)) {
    const usual = memberIn(first.creation, member.name);
    if (usual !== undefined) items.push({ member: member.name, value: usual, item: first.item });
    for (const setting of settingsOf(operation, { contract, target, fresh: (name) => `ct-${name}` }, member).settings) {
      const tried = await orSkipped(triedSetting(session, operation.key, setting));
      const item = isSkipped(tried) || !isSuccess(tried.exchange) ? undefined : await itemOf(session, operation, tried.exchange);
      if (item !== undefined) items.push({ member: member.name, value: setting.value, item });
    }
  }
  return items;
};

const memberIn = ({ request: { body } }: Exchange, name: string): unknown =>
  body?.kind === 'json' && isObject(body.value) ? body.value[name] : undefined;

const itemOf = async (session: Session, operation: Operation, creation: Exchange): Promise<unknown> => {
  const collection = listOf(session.contract, operation);
  const isTheItem = collection && recogniser(session.contract, operation, collection, creation.request);
  const found = collection && isTheItem && (await findItem(session, collection, isTheItem));
  return found?.kind === 'item' ? found.item : undefined;
};
