import { itemOf } from '../../../contract/infer/covering.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { wayBetween } from '../../subjects/action-states.ts';
import { type OneAtATime, onesAtATime } from '../../subjects/one-at-a-time.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import { onIt } from './lived-call.ts';
import { walk } from './needed-state.ts';
import { belowOwn, namingOwn, sendCreation } from './send-creation.ts';
import { holdsValue } from '../../../model/request.ts';

/** Two resources of one parent, the first of which is in a state in which there may be one alone. */
export type SecondAtATime = {
  readonly creation: Exchange;
  /** The read that shows the first one in the state; undefined where it did not come to it. */
  readonly first: Exchange | undefined;
  /** What was to bring the second one to the state; undefined where it did not come so far. */
  readonly asked: Exchange | undefined;
  /** Reads of both afterwards, where that was accepted. */
  readonly both: readonly Exchange[];
};

/** One resource of the run, and how to read it. */
type Made = { readonly creation: Exchange; readonly id: string };

const stateIn = (session: Session, { life, states }: OneAtATime, exchange: Exchange): unknown =>
  resourceIn(session.contract, life.type.read, exchange, life.type.id)?.[states[0]?.member ?? ''];

/** Brings one resource to the state, and then asks the same for a second one of the same parent. */
export const secondAtATime = defineScenario<{ readonly operation: string; readonly words: string }, SecondAtATime>({
  id: 'second-at-a-time',
  async run(session, { operation, words }) {
    const { contract } = session;
    const rule = onesAtATime(contract).find((one) => one.operation.key === operation && one.words === words);
    const { type } = rule?.life ?? {};
    const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create }) => create.key === type?.create.key,
    );
    if (!rule || !type || !resourceType) throw new NotTried('not-applicable', `Nothing says that ${operation} is done once at a time`);
    const { create, read } = type;
    const wanted = rule.states.map(({ value }) => String(value));
    const isWanted = (state: unknown): boolean => typeof state === 'string' && wanted.includes(state);
    const made = (creation: Exchange): Made | undefined => {
      const id = idOfMade(contract, type, creation);
      return id === undefined ? undefined : { creation, id };
    };
    const look = (one: Made): Promise<Exchange> =>
      session.send(usableRequest(session, read, 'one-at-a-time', { pathValues: onIt(read, one) }));
    /** Makes all moves but so many of the last; gives the answer to the last one that was made. */
    const move = async (one: Made, from: unknown, without = 0, only = false): Promise<Exchange | undefined> => {
      const way = typeof from === 'string' ? wayBetween(contract, resourceType, from, wanted) : undefined;
      if (!way) return undefined;
      const by = only ? way.by.slice(-1) : way.by.slice(0, way.by.length - without);
      return walk(session, resourceType, onIt(itemOf(resourceType), one), { ...way, by });
    };
    // Others may have one in the state below what everything shares.
    const usual = usableRequest(session, create, 'one-at-a-time');
    const owning = namingOwn(usual) ?? usual;
    const creation = await sendCreation(session, belowOwn(owning) ?? owning);
    const first = made(creation);
    const none = { creation, first: undefined, asked: undefined, both: [] };
    if (!first) return none;
    const born = stateIn(session, rule, await look(first));
    if (!isWanted(born) && rule.isAsNew) return none;
    if (!isWanted(born)) await move(first, born);
    const shown = await look(first);
    if (!isWanted(stateIn(session, rule, shown))) return none;
    const sent = creation.request;
    const planned = usableRequest(session, create, 'second-at-a-time', {
      pathValues: Object.fromEntries(parametersIn(create.path).map((name) => [name, sent.pathValues[name] ?? ''])),
    });
    // What else it names is free: another bike for the same rider.
    const request = (rule.isAsNew && namingOwn(planned)) || planned;
    const body = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : undefined;
    const given = holdsValue(sent.body) && isObject(sent.body.value) ? sent.body.value : {};
    if (rule.by.some((name) => given[name] === undefined)) return { ...none, first: shown };
    const same = Object.fromEntries(rule.by.map((name) => [name, given[name]]));
    const isAtOnce = isWanted(born);
    const asking = {
      ...request,
      ...(rule.by.length === 0 || !body ? {} : { body: askedBody(create, { ...body, ...same }) }),
    };
    const again = await session.send(isAtOnce ? { ...asking, faults: ['duplicate'] } : asking);
    const second = made(again);
    if (isAtOnce)
      return { creation, first: shown, asked: again, both: second && isSuccess(again) ? [await look(first), await look(second)] : [] };
    if (!second) return { ...none, first: shown };
    const way = wayBetween(contract, resourceType, String(born), wanted);
    if (!way || way.by.length === 0) return { ...none, first: shown };
    const before = way.by.length > 1 ? await move(second, born, 1) : again;
    if (!before || !isSuccess(before)) return { ...none, first: shown };
    const asked = await move(second, born, 0, true);
    return { creation, first: shown, asked, both: asked && isSuccess(asked) ? [await look(first), await look(second)] : [] };
  },
});
