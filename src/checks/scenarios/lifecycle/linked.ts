import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { patienceMs } from '../../kit/patience.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type Link, linkedIn, links } from '../../subjects/links.ts';
import { withResources } from './references.ts';
import { belowOwn } from './send-creation.ts';
import { until } from './until.ts';

/** What the list shows after a step: how often what was linked, and the read of it. */
export type LinkLook = { readonly exchange: Exchange; readonly times: number };

/** A link that is made, made once more and removed, with a look at the list after each step. */
export type Linked = {
  readonly id: string;
  readonly put: Exchange;
  /** Undefined where nothing shows the links, or the step before was refused. */
  readonly afterPut: LinkLook | undefined;
  readonly again: Exchange | undefined;
  readonly afterAgain: LinkLook | undefined;
  readonly removal: Exchange | undefined;
  readonly afterRemoval: LinkLook | undefined;
  /** Reads of what was linked, before the link was removed and after it. */
  readonly reads: readonly Exchange[];
};

/** Longest wait in milliseconds until a list shows a change. */
const longestMs = 5000;

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Reads the list until it shows what is wanted, or the time is over. */
const lookFor = async (
  session: Session,
  link: Link,
  { pathValues }: PlannedRequest,
  id: string,
  isWanted: (times: number) => boolean,
): Promise<LinkLook | undefined> => {
  const { shows, resourceType } = link;
  if (!shows) return undefined;
  const values = valuesAlong(resourceType.create.path, pathValues);
  const inRead = Object.fromEntries(parametersIn(shows.path).map((name, n) => [name, values[n] ?? '']));
  const request = usableRequest(session, shows, 'links', { pathValues: inRead });
  let last: LinkLook | undefined;
  const withinMs = Math.min(patienceMs(session.target, 'updated.shown'), longestMs);
  await until(session, { withinMs, why: 'the list is to show what is linked' }, async () => {
    const exchange = await session.send(request);
    const found = linkedIn(link, exchange);
    last = found && { exchange, times: found.filter((ids) => ids.includes(id)).length };
    return last === undefined || isWanted(last.times) ? true : undefined;
  });
  return last;
};

export const linked = defineScenario<{ readonly operation: string }, Linked | undefined>({
  id: 'linked',
  async run(session, { operation }) {
    const link = links(session.contract).find(({ resourceType: { create } }) => create.key === operation);
    if (!link) return undefined;
    const { create, remove, idParameter } = link.resourceType;
    const usual = usableRequest(session, create, 'link');
    const request = await withResources(session, belowOwn(usual) ?? usual);
    const id = request.pathValues[idParameter] ?? '';
    const put = await session.send(request);
    const nothing = {
      afterPut: undefined,
      again: undefined,
      afterAgain: undefined,
      removal: undefined,
      afterRemoval: undefined,
      reads: [],
    };
    if (!isDone(put)) return { id, put, ...nothing };
    const look = (isWanted: (times: number) => boolean): Promise<LinkLook | undefined> => lookFor(session, link, request, id, isWanted);
    const afterPut = await look((times) => times === 1);
    const again = await session.send(request);
    const afterAgain = isDone(again) ? await look((times) => times === 1) : undefined;
    const own =
      link.readOfLinked && usableRequest(session, link.readOfLinked, 'linked', { pathValues: inReadOf(link.readOfLinked, request) });
    const reads = own ? [await session.send(own)] : [];
    const values = valuesAlong(create.path, request.pathValues);
    const pathValues = Object.fromEntries(parametersIn(remove.path).map((name, n) => [name, values[n] ?? '']));
    const removal = await session.send(usableRequest(session, remove, 'link', { pathValues }));
    if (!isDone(removal)) return { ...nothing, id, put, afterPut, again, afterAgain, removal };
    const afterRemoval = await look((times) => times === 0);
    if (own) reads.push(await session.send(own));
    return { id, put, afterPut, again, afterAgain, removal, afterRemoval, reads };
  },
});

/** The values for the path of a read of what is linked: the last ones of the link, which are all where both are below the same resource. */
const inReadOf = ({ path }: Operation, request: PlannedRequest): Readonly<Record<string, string>> =>
  inPath(path, valuesAlong(request.path, request.pathValues).slice(-parametersIn(path).length));
