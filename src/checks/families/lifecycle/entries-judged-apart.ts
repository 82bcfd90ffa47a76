import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt, withValueAt } from '../../../contract/pointer.ts';
import { idLike, isOfPart } from '../../../generators/placeholder.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import { unknownLike } from '../../../generators/unknown-id.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withReferred } from '../../scenarios/lifecycle/references.ts';
import { namingOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { referencesIn } from '../../subjects/body-references.ts';
import { resultsIn, type Told } from '../../subjects/bulk-results.ts';
import { type JudgedEntries, judgedEntries } from '../../subjects/judged-entries.ts';

type Json = Readonly<Record<string, unknown>>;

type Result = {
  /** The answer to good entries alone. */
  readonly good: Exchange;
  /** The answer to good ones of which the second is followed by one that names nothing; undefined where good ones are not all taken. */
  readonly mixed: Exchange | undefined;
};

/** Good entries in each body: one before the bad one, and one behind it. */
const goodOnes = 2;

const notTried = ({ operation }: JudgedEntries): NotTried =>
  new NotTried('not-applicable', `The entries of ${operation.key} name nothing that the run creates`);

/** An entry that names things of the run that nothing else names, and the pointer to an id in it. */
type Own = { readonly request: PlannedRequest; readonly entry: Json; readonly pointer: string; readonly unknown: string | number };

const entryIn = (request: PlannedRequest, { entries }: JudgedEntries): Json | undefined => {
  const value = request.body?.kind === 'json' ? request.body.value : undefined;
  const list = isObject(value) ? value[entries] : undefined;
  const [first] = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return isObject(first) ? first : undefined;
};

const ownEntry = async (session: Session, subject: JudgedEntries, purpose: string): Promise<Own> => {
  const planned = usableRequest(session, subject.operation, purpose);
  const asked = entryIn(planned, subject);
  const [reference] = referencesIn(asked).filter(({ placeholder }) => !isOfPart(placeholder));
  const own = namesOwnAlone(planned) ? namingOwn(planned) : undefined;
  if (!asked || !reference || !own) throw notTried(subject);
  const request = await withReferred(session, own);
  const entry = entryIn(request, subject);
  const { pointer, placeholder } = reference;
  const id: unknown = entry && valueAt(entry, pointer);
  const isKnown = (typeof id === 'string' || typeof id === 'number') && id !== placeholder.otherwise;
  const none = isKnown ? unknownLike(String(id), (label, count) => session.hex(`${purpose}-${label}`, count)) : undefined;
  if (!entry || none === undefined) throw notTried(subject);
  return { request, entry, pointer, unknown: typeof id === 'number' ? Number(none) : idLike(placeholder, none) };
};

/** Sends good entries, where `isMixed` with one between them that names nothing. */
const sent = async (session: Session, subject: JudgedEntries, isMixed: boolean): Promise<Exchange> => {
  const { operation, entries } = subject;
  const all: Own[] = [];
  for (let n = 0; n < goodOnes; n += 1) all.push(await ownEntry(session, subject, `${isMixed ? 'apart' : 'good'}-${n}`));
  const [first, ...rest] = all;
  if (!first) throw notTried(subject);
  const bad = withValueAt(first.entry, first.pointer, first.unknown);
  const list = [first.entry, ...(isMixed ? [bad] : []), ...rest.map(({ entry }) => entry)];
  const around = first.request.body?.kind === 'json' && isObject(first.request.body.value) ? first.request.body.value : {};
  const body = jsonBody(operation, { ...around, [entries]: list });
  const request = { ...first.request, body, madeUp: [...(first.request.madeUp ?? []), entries] };
  // A call with any effect is sent only as it is documented, which a list with such an entry is.
  return session.send(isMixed && operation.effect !== 'destructive' ? { ...request, faults: ['value-unusable'] } : request);
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

const told = ({ isOrdered }: JudgedEntries, exchange: Exchange, count: number): readonly Told[] | undefined =>
  isDone(exchange) ? resultsIn({ trip: { id: '' }, isOrdered }, exchange, count) : undefined;

export const entriesJudgedApart = defineProbe<JudgedEntries, Result>({
  id: 'lifecycle/entries-judged-apart',
  title: 'A bad entry of a list does not keep the others from being taken, where the document says so',
  why: 'A round of a hundred readings ends at the first wrong one, and a client that trusts the document does not send the rest again.',
  fix: 'Judge each entry by itself, and go on with the next one after a refusal.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => [...judgedEntries(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 30, creates: 12 }),
  async run(subject, session) {
    const good = await sent(session, subject, false);
    const isTaken = told(subject, good, goodOnes)?.every(({ is }) => is === 'done') === true;
    return { good, mixed: isTaken ? await sent(session, subject, true) : undefined };
  },
  judge(subject, { good, mixed }) {
    if (!mixed) return inconclusive(`No answer says that good entries are taken: ${outcomeOf(good)}`, [good]);
    const results = told(subject, mixed, goodOnes + 1);
    const isTold = results !== undefined && (subject.isOrdered || results.every(({ place }) => place !== undefined));
    if (!isTold || results[1]?.is !== 'failed')
      return inconclusive(`No answer says that the entry which names nothing is refused: ${outcomeOf(mixed)}`, [mixed, good]);
    const kept = results.findIndex(({ is }, n) => n !== 1 && is === 'failed');
    if (kept < 0) return pass(goodOnes);
    const finding = {
      code: 'entry-kept-back',
      where: `entry ${kept + 1} of ${results.length}`,
      expected: 'a success, because only the second entry names what is not there',
      actual: 'a failure',
    };
    return unconfirmed(fail(finding, [mixed, good]));
  },
});
