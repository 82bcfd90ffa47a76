import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { readValues, withResources } from '../../scenarios/lifecycle/references.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { type ToldCopy, toldCopies } from '../../subjects/told-copies.ts';

type Result = {
  readonly source: Exchange;
  readonly before: Resource | undefined;
  readonly copied: Exchange;
  readonly copy: Resource | undefined;
};

/** So many changes are tried, so that the source has another value than the copy is to begin with. */
const mostChanges = 2;

const isOther = ({ first }: ToldCopy, resource: Resource | undefined): boolean =>
  resource !== undefined && first.every(({ member, value }) => resource[member] !== value);

const send = async (session: Session, operation: ToldCopy['operation'], values: Readonly<Record<string, string>>): Promise<Exchange> =>
  session.send(await withResources(session, usableRequest(session, operation, 'copied', { pathValues: readValues(operation, values) })));

export const copyBegins = defineProbe<ToldCopy, Result>({
  id: 'lifecycle/copy-begins-as-told',
  title: 'A copy begins with the values that the text of the action names',
  why: 'A copy that takes over how far its source has come is published, counted or billed as that.',
  fix: 'Set what the document names anew when the copy is stored, after the members of the source.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: toldCopies,
  prerequisites: ({ operation, on }, around) => [
    ...prerequisitesFor(on.resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 20, creates: 4 }),
  async run(subject, session) {
    const { operation, on, trip, changing } = subject;
    const { contract, target } = session;
    const values = await session.run(inferredResource, {
      resourceType: on.resourceType.name,
      use: 'spare',
      for: operation.key,
      turn: 'copied',
    });
    const look = async (): Promise<Pick<Result, 'source' | 'before'>> => {
      const source = await send(session, trip.read, values);
      return { source, before: resourceIn(contract, trip.read, source, trip.id) };
    };
    let seen = await look();
    for (const change of changing.filter((one) => isAllowed(one, target)).slice(0, mostChanges)) {
      if (isOther(subject, seen.before)) break;
      await orSkipped(send(session, change, values));
      seen = await look();
    }
    const pathValues = valuesFor(on, values);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${operation.key} names`);
    const copied = await session.send(await withResources(session, usableRequest(session, operation, 'copied', { pathValues })));
    return { ...seen, copied, copy: resourceIn(contract, operation, copied, trip.id) };
  },
  judge({ operation, first, trip }, { source, before, copied, copy }) {
    const isMade =
      isSuccess(copied) && statusOf(copied) !== 202 && copy !== undefined && before !== undefined && copy[trip.id] !== before[trip.id];
    if (!isMade) return inconclusive(`${operation.key} was answered ${outcomeOf(copied)}`, [copied]);
    const shownOnes = first.filter(({ member }) => copy[member] !== undefined && copy[member] !== null);
    const wrong = shownOnes.find(({ member, value }) => copy[member] !== value);
    if (wrong === undefined)
      return shownOnes.length > 0 ? pass(shownOnes.length) : inconclusive('The copy shows nothing of that', [copied]);
    const finding = {
      code: 'copy-begins-otherwise',
      where: `/${wrong.member}`,
      expected: `${shown(wrong.value)}: "${wrong.sentence}"`,
      actual: `${shown(copy[wrong.member])}, where the source has ${shown(before[wrong.member])}`,
    };
    return unconfirmed(fail(finding, [copied, source]));
  },
});
