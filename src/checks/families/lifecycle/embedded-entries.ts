import { isDeepStrictEqual } from 'node:util';
import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, Undecidable, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { sendBelowSame } from '../../scenarios/lifecycle/send-creation.ts';
import { type EmbeddedEntries, embeddedEntries, entriesShown, idsOf } from '../../subjects/embedded-entries.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** The resource as it was read, with the entries that it shows. */
type Look = { readonly exchange: Exchange; readonly entries: readonly Resource[] };

/** A write, and the resource before and after it. */
type Step = { readonly exchange: Exchange; readonly before: Look; readonly after: Look };

type Result = { readonly additions: readonly Step[]; readonly removal: (Step & { readonly id: string }) | undefined };

/** Reads of the resource until it shows what was done, and the pause between two of them. */
const mostLooks = 4;
const pauseMs = 1000;

/** An entry more, and then one less. */
const additionsNeeded = 2;

/** The resource that the entries are in, and the values in its path. */
type Owner = { readonly session: Session; readonly subject: EmbeddedEntries; readonly values: readonly string[] };

const look = async ({ session, subject, values }: Owner): Promise<Look> => {
  const exchange = await session.send(usableRequest(session, subject.read, 'entries', { pathValues: inPath(subject.read.path, values) }));
  const entries = isSuccess(exchange) ? entriesShown(session.contract, subject, exchange) : undefined;
  if (entries === undefined) throw new Undecidable(`${subject.read.key} shows no list "${subject.member}"`, [exchange]);
  return { exchange, entries };
};

/** Sends a write, and reads the resource until it shows the effect, or the time is up. */
const write = async (
  owner: Owner,
  operation: Operation,
  { id, purpose, before, isDone }: { readonly id?: string; readonly purpose: string; readonly before: Look; isDone(after: Look): boolean },
): Promise<Step> => {
  const { session, values } = owner;
  const pathValues = inPath(operation.path, id === undefined ? values : [...values, id]);
  const request = usableRequest(session, operation, purpose, { pathValues });
  // An order may hold no product twice.
  const exchange = await (id === undefined ? sendBelowSame(session, request) : session.send(request));
  if (!isSuccess(exchange) || statusOf(exchange) === 202) return { exchange, before, after: before };
  let after = await look(owner);
  for (let turn = 1; turn < mostLooks && !isDone(after); turn += 1) {
    await session.pause(pauseMs, 'the resource is to show what was done');
    after = await look(owner);
  }
  return { exchange, before, after };
};

const isDone = ({ exchange }: Step): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

export const embeddedEntryShown = defineProbe<EmbeddedEntries, Result>({
  id: 'lifecycle/embedded-entry-shown',
  title: 'What is added to a resource is shown in it, and what is removed from it is the one that was named',
  why: 'The wrong line is taken off an invoice, and nobody sees it before the customer does.',
  fix: 'Find the entry by its id, and never by its place in the list.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...embeddedEntries(contract)],
  prerequisites: ({ resourceType, add, remove }, around: Surroundings) => [
    ...prerequisitesFor(resourceType.create, around),
    ...permissionsFor(add),
    ...(remove ? permissionsFor(remove) : []),
  ],
  cost: () => ({ requests: 12, creates: 1 }),
  async run(subject, session) {
    const { add, remove, resourceType } = subject;
    const parameters = { resourceType: resourceType.name, use: 'spare', for: add.key, turn: 'entries' } as const;
    const values = valuesAlong(itemOf(resourceType).path, await session.run(inferredResource, parameters));
    const owner: Owner = { session, subject, values };
    const additions: Step[] = [];
    let before = await look(owner);
    for (let n = 1; n <= additionsNeeded; n += 1) {
      const had = before;
      const isAdded = ({ entries }: Look): boolean => !isDeepStrictEqual(entries, had.entries);
      const step = await write(owner, add, { purpose: `entry-${n}`, before: had, isDone: isAdded });
      if (!isDone(step)) throw new Undecidable(`${add.key} was answered ${outcomeOf(step.exchange)}`, [step.exchange]);
      additions.push(step);
      before = step.after;
    }
    const [first] = additions;
    const id = first && newIds(subject, first)[0];
    if (!remove || id === undefined) return { additions, removal: undefined };
    const isGone = ({ entries }: Look): boolean => !idsOf(subject, entries).includes(id);
    // Nothing may show that the entry is one of the run.
    const removed = await orSkipped(write(owner, remove, { id, purpose: 'entry-removed', before, isDone: isGone }));
    return { additions, removal: isSkipped(removed) ? undefined : { ...removed, id } };
  },
  judge(subject, { additions, removal }) {
    const { add, remove, member } = subject;
    // What is there already may be kept once.
    const lost = additions.find(({ before, after }) => before.entries.length === 0 && after.entries.length === 0);
    if (lost)
      return unconfirmed(
        fail({ code: 'entry-not-shown', where: `/${member}`, expected: `what ${add.key} added`, actual: 'the same entries as before' }, [
          lost.after.exchange,
          lost.exchange,
          lost.before.exchange,
        ]),
      );
    if (!removal || !remove) return pass(additions.length);
    if (!isDone(removal)) return inconclusive(`${remove.key} was answered ${outcomeOf(removal.exchange)}`, [removal.exchange]);
    const [had, has] = [idsOf(subject, removal.before.entries), idsOf(subject, removal.after.entries)];
    const others = had.filter((one) => one !== removal.id && !has.includes(one));
    const wrong = has.includes(removal.id)
      ? `still ${removal.id}${others.length > 0 ? `, and no longer ${others.join(', ')}` : ''}`
      : others.length > 0
        ? `no longer ${others.join(', ')} either`
        : undefined;
    return wrong === undefined
      ? pass(additions.length + 1)
      : unconfirmed(
          fail(
            {
              code: 'other-entry-removed',
              where: `/${member}`,
              expected: `all entries but ${removal.id}, which ${remove.key} removed`,
              actual: wrong,
            },
            [removal.after.exchange, removal.exchange, removal.before.exchange],
          ),
        );
  },
});

/** The ids that a resource shows after an addition, and did not show before it. */
const newIds = (subject: EmbeddedEntries, { before, after }: Step): readonly string[] => {
  const had = new Set(idsOf(subject, before.entries));
  return idsOf(subject, after.entries).filter((one) => !had.has(one));
};
