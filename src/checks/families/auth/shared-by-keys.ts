import { createdResource } from '../../../contract/infer/created-resource.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { sessionAs } from '../../requests/session-as.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { findItem, type Found } from '../../scenarios/paging/find-item.ts';
import { itemKey } from '../../subjects/collection.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { type SharedByKeys, sharedByKeys } from '../../subjects/shared-by-keys.ts';
import { readOfExisting } from './on-existing.ts';

type Result =
  /** A read with the key, with the other credential, and with the key again. */
  | { readonly kind: 'read'; readonly before: Exchange; readonly answer: Exchange; readonly after: Exchange }
  | {
      readonly kind: 'list';
      readonly id: string;
      readonly mine: Found;
      readonly theirs: Found | undefined;
      readonly after: Found | undefined;
    };

type OfList = SharedByKeys & { readonly kind: 'list' };

const lookInList = async ({ collection, onOwn }: OfList, session: Session): Promise<Result> => {
  const { create } = onOwn.resourceType;
  const { exchange } = await session.run(created, { operation: create.key });
  const resource = isSuccess(exchange) ? createdResource(onOwn.resourceType, exchange, session.target.baseUrl) : undefined;
  const values = resource?.kind === 'known' ? valuesFor(onOwn, resource.pathValues) : undefined;
  const id = Object.values(values ?? {}).at(-1);
  if (id === undefined) throw new Undecidable(`Nothing was created: ${outcomeOf(exchange)}`, [exchange]);
  const look = (looking: Session): Promise<Found> => findItem(looking, collection, (item) => itemKey(collection, item) === id);
  const mine = await look(session);
  if (mine.kind !== 'item') return { kind: 'list', id, mine, theirs: undefined, after: undefined };
  const theirs = await look(sessionAs(session, 'second'));
  return { kind: 'list', id, mine, theirs, after: theirs.kind === 'absent' ? await look(session) : undefined };
};

export const sharedByKeysOfAccount = defineProbe<SharedByKeys, Result>({
  id: 'auth/shown-to-every-credential',
  title:
    'What one credential of an account sees is there for another one of the same account, where the document says that they have the same before them',
  why: 'A second program of the same customer, or the first one after its key was exchanged, does not find its own data again.',
  fix: 'Look resources up by the account of the credential, not by the credential itself.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: sharedByKeys,
  prerequisites: (subject, around) => [
    ...prerequisitesFor(subject.kind === 'list' ? subject.onOwn.resourceType.create : subject.operation, around),
    { kind: 'credential', name: 'key' },
    { kind: 'credential', name: 'second' },
  ],
  cost: ({ kind }) => ({ requests: kind === 'list' ? 20 : 6, creates: 1 }),
  async run(subject, session) {
    const { operation } = subject;
    if ((session.callerOf?.(operation.key) ?? 'key') !== 'key')
      throw new NotTried('not-applicable', `The credential "key" does not call ${operation.key}`);
    if (subject.kind === 'list') return lookInList(subject, session);
    const request = await readOfExisting(session, operation);
    if (request === undefined) throw new Undecidable(`${operation.key} does not succeed with the key`, []);
    const before = await session.send(request);
    const answer = await session.send({ ...request, credential: { kind: 'valid', name: 'second' } });
    return { kind: 'read', before, answer, after: await session.send(request) };
  },
  judge({ sentence }, result) {
    const finding = { code: 'not-shown-to-other-credential', expected: `what "key" sees, with "second" as well: "${sentence.trim()}"` };
    if (result.kind === 'list') {
      const { id, mine, theirs, after } = result;
      if (mine.kind !== 'item' || !theirs) return inconclusive('The list does not show with the key what the run created', [mine.exchange]);
      if (theirs.kind === 'item') return pass(1);
      if (theirs.kind !== 'absent' || after?.kind !== 'item')
        return inconclusive(`The list of the other credential was answered ${outcomeOf(theirs.exchange)}`, [theirs.exchange]);
      return unconfirmed(fail({ ...finding, where: 'list', actual: `a list without "${id}"` }, [theirs.exchange, after.exchange]));
    }
    const { before, answer, after } = result;
    const failed = [before, after].find((one) => !isSuccess(one));
    if (failed) return inconclusive(`The key itself was answered ${outcomeOf(failed)}`, [failed]);
    if (isSuccess(answer)) return pass(1);
    if (!goneStatuses.includes(statusOf(answer) ?? 0)) return inconclusive(`It was answered ${outcomeOf(answer)}`, [answer]);
    return unconfirmed(fail({ ...finding, where: 'credential', actual: `status ${outcomeOf(answer)}` }, [answer, after]));
  },
});
