import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { nextValue } from '../../subjects/sequences.ts';
import { isServersOwn } from '../../subjects/shown-as-sent.ts';
import { withResources } from '../lifecycle/references.ts';
import { type BrokenBody, brokenBodies, isRefusedBody, readOf, shownByRead } from './broken-bodies.ts';
import { holdsValue } from '../../../model/request.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** Changes of which one part is wrong, and what came back; and the resource before and after all of them. */
export type RightBesideWrong = {
  readonly tried: readonly BrokenBody[];
  readonly shown: { readonly before: Exchange; readonly after: Exchange };
};

/** How many members are sent alone beside a mistake; one more change has all of them. */
const mostAlone = 3;

/** The most requests that it sends. */
export const besideRequests = mostAlone + 3;

/** Members that hold a state, which may change by itself. */
const ofState: ReadonlySet<string> = new Set(['state', 'status']);

/** A refused change, the member that was wrong in it, and the others. */
type Wrong = {
  readonly broken: BrokenBody;
  readonly member: string;
  readonly value: unknown;
  readonly rest: Readonly<Record<string, unknown>>;
};

/** The mistakes that were refused, one for each member. */
const wrongOnes = (tried: readonly BrokenBody[]): readonly Wrong[] => {
  const found = new Map<string, Wrong>();
  for (const broken of tried) {
    const { body } = broken.exchange.request;
    const [member] = tokensOf(broken.instancePath);
    if (member === undefined || broken.meansNone || !holdsValue(body) || !isObject(body.value) || found.has(member)) continue;
    const { [member]: value, ...rest } = body.value;
    if (value !== undefined) found.set(member, { broken, member, value, rest });
  }
  return [...found.values()];
};

/**
 * Changes that were refused for one member, sent once more with values of other members that the resource does not show: what an earlier change has stored shows
 * nothing when it is sent again. Undefined where no change was refused, nothing shows the resource, or nothing of it can be set to another value.
 */
const besides = async (session: Session, key: string): Promise<RightBesideWrong | undefined> => {
  const { contract } = session;
  const operation = operationOf(contract, key);
  const { tried } = await session.run(brokenBodies, { operation: key });
  const wrong = wrongOnes(tried.filter(isRefusedBody));
  const read = readOf(contract, operation);
  const [first] = wrong;
  if (!read || !first) return undefined;
  const { pathValues } = first.broken.exchange.request;
  const look = async (): Promise<Exchange | undefined> => {
    const seen = await orSkipped(session.send(usableRequest(session, read, 'beside-look', { pathValues })));
    return isSkipped(seen) || !isSuccess(seen) ? undefined : seen;
  };
  const before = await look();
  const now = before && shownByRead(operation, before);
  if (!before || !now) return undefined;
  const members = bodyMembers(contract, operation);
  // A PATCH needs no more than what it changes.
  const mayGo = new Set(actsAs(operation) === 'PATCH' ? members.flatMap(({ name, required }) => (required ? [] : [name])) : []);
  const needed = ({ rest }: Wrong): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(rest).filter(([name]) => !mayGo.has(name)));
  const right = members.flatMap((member): readonly (readonly [string, unknown])[] => {
    const { name } = member;
    if (!Object.hasOwn(now, name) || ofState.has(name) || isServersOwn(name) || !isSettable(member)) return [];
    const value = nextValue(contract, member, now[name], freshFor(session, 'beside'));
    return value === undefined ? [] : [[name, value]];
  });
  const alone = right.slice(0, mostAlone).flatMap(([name, value], n) => {
    const others = wrong.filter(({ member }) => member !== name);
    const by = others[n % Math.max(others.length, 1)];
    return by ? [{ by, body: { ...needed(by), [name]: value, [by.member]: by.value } }] : [];
  });
  // The mistake is the first member here, and the last one above: a server may store each before it looks at the next.
  const last = wrong.at(-1) ?? first;
  const whole = Object.fromEntries(right.filter(([name]) => name !== last.member));
  const all = right.length > 1 ? [{ by: last, body: { [last.member]: last.value, ...needed(last), ...whole } }] : [];
  const sent: BrokenBody[] = [];
  for (const [n, { by, body }] of [...alone, ...all].entries()) {
    const request = await withResources(
      session,
      usableRequest(session, operation, `beside-${n}`, { pathValues, body: askedBody(operation, body) }),
    );
    const exchange = await orSkipped(session.send({ ...request, faults: by.broken.exchange.request.faults }));
    if (isSkipped(exchange)) break;
    sent.push({ ...by.broken, exchange });
    if (isSuccess(exchange)) break;
  }
  const after = sent.length > 0 ? await look() : undefined;
  return after && { tried: sent, shown: { before, after } };
};

/** Such changes of one operation, sent once a run. */
export const rightBesideWrong = defineScenario<{ readonly operation: string }, RightBesideWrong | undefined>({
  id: 'right-beside-wrong',
  run: (session, { operation }) => besides(session, operation),
});
