import { createdResource } from '../../../contract/infer/created-resource.ts';
import { ownOnlySentence, type OwnOnlySentence } from '../../../contract/infer/roles/own-only.ts';
import type { Party } from '../../../contract/infer/roles/told-parties.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { LesserName, PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  at,
  defineProbe,
  fail,
  inconclusive,
  pass,
  type ProbePrerequisite,
  type Subject,
  type Surroundings,
  type Unconfirmed,
  Undecidable,
  unconfirmed,
} from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { once, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isOfNoCaller } from '../../scenarios/credentials/ids-of-callers.ts';
import {
  byLesser,
  judgeLesser,
  lesserPrerequisite,
  otherThanMaker,
  type TriedByLesser,
} from '../../scenarios/credentials/lesser-callers.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { type Found, findItem } from '../../scenarios/paging/find-item.ts';
import { type OnOwn, operationsOnOwn, valuesFor } from '../../subjects/own-resources.ts';
import { toldPartiesOf } from '../../subjects/role-rights.ts';
import { itemKey } from '../../subjects/collection.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { type Task, tasks } from '../../subjects/tasks.ts';
import { readOfExisting } from './on-existing.ts';

/** A read that gives the credential with less rights only what it made itself: of a resource, of a task, or of a list in which a resource is. */
type OwnOnly = Subject &
  OwnOnlySentence &
  (
    | {
        readonly kind: 'resource';
        readonly onOwn: OnOwn;
        /** The members of the resource that name the only ones who may read it. */
        readonly parties?: readonly Party[];
      }
    | { readonly kind: 'task'; readonly task: Task; readonly read: Operation }
    | { readonly kind: 'list'; readonly onOwn: OnOwn; readonly collection: Collection }
  );

const ownOnly = (contract: Contract): readonly OwnOnly[] => {
  if (contract.standard.size === 0) return [];
  const saying = (operation: Operation): OwnOnlySentence | undefined => ownOnlySentence(contract.document, operation);
  // What a list below a resource leaves out are its items, and not the resource.
  const listed = new Set(contract.collections.map(({ operation }) => operation.key));
  const items = operationsOnOwn(contract).filter(({ operation }) => operation.effect === 'safe' && !listed.has(operation.key));
  const resources = items.flatMap((onOwn): OwnOnly[] => {
    const sentence = saying(onOwn.operation);
    if (sentence) return [at(onOwn.operation.location, { kind: 'resource', onOwn, ...sentence })];
    const parties = toldPartiesOf(contract, onOwn.operation);
    const [first] = parties;
    const named = new Set(parties.map(({ role }) => role));
    return first ? [at(onOwn.operation.location, { kind: 'resource', onOwn, parties, sentence: first.sentence, whom: named, named })] : [];
  });
  const ofTasks = tasks(contract).flatMap((task) =>
    [task.monitor, ...(task.result ? [task.result] : [])]
      .filter((read) => read.secured && read.takesKey && !items.some(({ operation }) => operation.key === read.key))
      .flatMap((read): OwnOnly[] => {
        const sentence = saying(read);
        return sentence === undefined ? [] : [at(read.location, { kind: 'task', task, read, ...sentence })];
      }),
  );
  const lists = contract.collections
    .filter(({ operation }) => operation.secured && operation.takesKey && operation.effect === 'safe' && !operation.path.includes('{'))
    .flatMap((collection): OwnOnly[] => {
      const onOwn = items.find(({ resourceType }) => resourceType.list?.key === collection.operation.key);
      const sentence = onOwn && saying(collection.operation);
      return onOwn && sentence !== undefined ? [at(collection.operation.location, { kind: 'list', onOwn, collection, ...sentence })] : [];
    });
  return [...resources, ...ofTasks, ...lists];
};

/** Characters of an answer that shows something: an empty list is the same for everybody. */
const leastBody = 40;

const prerequisitesOf = (subject: OwnOnly, around: Surroundings): readonly ProbePrerequisite[] => [
  ...prerequisitesFor(subject.kind === 'task' ? subject.task.operation : subject.onOwn.resourceType.create, around),
  lesserPrerequisite(around),
];

const as = (who: LesserName) =>
  ({ credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] }) as const satisfies Partial<PlannedRequest>;

type Result =
  | { readonly kind: 'read'; readonly known: Exchange; readonly answer: Exchange; readonly id: string }
  | { readonly kind: 'list'; readonly mine: Found; readonly theirs: Found | undefined };

/** The values in the path of a resource that the run created with the key. */
const valuesOfOwn = async (session: Session, onOwn: OnOwn): Promise<Readonly<Record<string, string>>> => {
  const { create } = onOwn.resourceType;
  const { exchange } = await session.run(created, { operation: create.key });
  const resource = isSuccess(exchange) ? createdResource(onOwn.resourceType, exchange, session.target.baseUrl) : undefined;
  const values = resource?.kind === 'known' ? valuesFor(onOwn, resource.pathValues) : undefined;
  if (values === undefined) throw new Undecidable(`Nothing was created: ${outcomeOf(exchange)}`, [exchange]);
  return values;
};

/** What the credential reads of what the key made. */
const readAs = async (session: Session, subject: OwnOnly, who: LesserName): Promise<Result> => {
  if (subject.kind === 'task') {
    const request = await readOfExisting(session, subject.read);
    if (request === undefined) throw new Undecidable(`${subject.read.key} does not succeed with the key`, []);
    const known = await session.send(request);
    const id = Object.values(request.pathValues).at(-1) ?? '';
    return { kind: 'read', known, answer: await once(session, { ...request, ...as(who) }), id };
  }
  const pathValues = await valuesOfOwn(session, subject.onOwn);
  const id = Object.values(pathValues).at(-1) ?? '';
  if (subject.kind === 'list') {
    const { collection } = subject;
    const look = (looking: Session): Promise<Found> => findItem(looking, collection, (item) => itemKey(collection, item) === id);
    const mine = await look(session);
    if (mine.kind !== 'item') return { kind: 'list', mine, theirs: undefined };
    return { kind: 'list', mine, theirs: await look({ ...session, send: (request) => session.send({ ...request, ...as(who) }) }) };
  }
  const request = usableRequest(session, subject.onOwn.operation, 'own-only', { pathValues });
  const known = await session.send(request);
  const parties = subject.kind === 'resource' ? (subject.parties ?? []) : [];
  if (parties.length > 0 && isSuccess(known) && !(await isOfNoCaller(session, jsonOf(known), parties)))
    throw new Undecidable('Nothing shows that the resource is of nobody as whom the run calls', [known]);
  return { kind: 'read', known, answer: await once(session, { ...request, ...as(who) }), id };
};

const judgeRole = (sentence: string, result: Result): Verdict | Unconfirmed => {
  const finding = { code: 'foreign-shown', expected: `nothing that the key made for this role: "${sentence}"` };
  if (result.kind === 'list') {
    const { mine, theirs } = result;
    if (!theirs) return inconclusive('The list does not show with the key what the run created', [mine.exchange]);
    if (theirs.kind === 'absent') return pass(1);
    if (theirs.kind !== 'item') return inconclusive(`The other list was answered ${outcomeOf(theirs.exchange)}`, [theirs.exchange]);
    return unconfirmed(fail({ ...finding, where: 'list', actual: 'a resource of this run' }, [theirs.exchange, mine.exchange]));
  }
  const { known, answer, id } = result;
  if (!isSuccess(known)) return inconclusive(`The key itself was answered ${outcomeOf(known)}`, [known]);
  if ([403, 404, 410].includes(statusOf(answer) ?? 0)) return pass(1);
  const text = JSON.stringify(jsonOf(known));
  const isSame = text !== undefined && text.length > leastBody && text === JSON.stringify(jsonOf(answer));
  if (!isSuccess(answer) || !(isSame || mentions(jsonOf(answer), id)))
    return inconclusive(`It was answered ${outcomeOf(answer)}, which shows nothing of what the run made`, [answer]);
  const actual = `status ${outcomeOf(answer)}, and the resource in the answer`;
  return unconfirmed(fail({ ...finding, where: 'credential', actual }, [answer, known]));
};

export const ownOnlyShown = defineProbe<OwnOnly, TriedByLesser<Result>>({
  id: 'auth/own-only-shown',
  title: 'A role that sees only what it made itself is not shown what others made',
  why: 'What one person made, a report or an export, is read by everybody who finds its id.',
  fix: 'Keep who made a resource, and look resources up by id and maker together for callers with this role.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...ownOnly(contract)],
  prerequisites: prerequisitesOf,
  cost: ({ kind }) => ({ requests: kind === 'list' ? 60 : 18, creates: 1 }),
  run: (subject, session) =>
    byLesser(session, subject, async (who) => {
      const maker = subject.kind === 'task' ? subject.task.operation : subject.onOwn.resourceType.create;
      await otherThanMaker(session, who, maker);
      return readAs(session, subject, who);
    }),
  judge: ({ sentence }, tried) => judgeLesser(tried, ({ result }) => judgeRole(sentence, result)),
});
