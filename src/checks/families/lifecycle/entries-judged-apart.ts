import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt, withValueAt } from '../../../contract/pointer.ts';
import { idLike, isOfPart, type Placeholder } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { unknownLike } from '../../../generators/unknown-id.ts';
import { literalPattern } from '../../../contract/pattern/literal-pattern.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withReferred } from '../../scenarios/lifecycle/references.ts';
import { namingOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { type Written, writtenBy } from '../../scenarios/lifecycle/written-by-entries.ts';
import { referencesIn } from '../../subjects/body-references.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { misplacedIn, resultsIn, type Told } from '../../subjects/bulk-results.ts';
import { type JudgedEntries, judgedEntries } from '../../subjects/judged-entries.ts';

/** An entry: an object that holds an id, or an id alone. */
type Entry = Readonly<Record<string, unknown>> | string | number;

/** An answer to entries, the ids that they name, and of the first and the last of them what is shown of what they name; undefined where nothing is. */
type Sent = {
  readonly exchange: Exchange;
  readonly ids: readonly string[];
  readonly written: readonly (Written | undefined)[];
  /** What was shown of it before. */
  readonly before: readonly (Written | undefined)[];
};

type Result = {
  /** The answer to good entries alone. */
  readonly good: Sent;
  /** The answer to good ones with one between them that names nothing; undefined where good ones are not all taken. */
  readonly mixed: Sent | undefined;
};

/** Good entries in each body: one before the bad one, and one behind it. */
const goodOnes = 2;

const notTried = ({ operation }: JudgedEntries): NotTried =>
  new NotTried('not-applicable', `The entries of ${operation.key} name nothing that the run creates`);

/** An entry that names things of the run that nothing else names, and the pointer to an id in it. */
type Own = {
  readonly request: PlannedRequest;
  readonly entry: Entry;
  readonly pointer: string;
  readonly placeholder: Placeholder;
  readonly unknown: string | number;
};

const entryIn = (request: PlannedRequest, { entries }: JudgedEntries): Entry | undefined => {
  const value = holdsValue(request.body) ? request.body.value : undefined;
  const list = isObject(value) ? value[entries] : undefined;
  const [first] = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return isObject(first) || typeof first === 'string' || typeof first === 'number' ? first : undefined;
};

const ownEntry = async (session: Session, subject: JudgedEntries, purpose: string): Promise<Own> => {
  const planned = usableRequest(session, subject.operation, purpose);
  const asked = entryIn(planned, subject);
  const [reference] = referencesIn(asked).filter(({ placeholder }) => !isOfPart(placeholder));
  const own = namesOwnAlone(planned) ? namingOwn(planned) : undefined;
  if (asked === undefined || !reference || !own) throw notTried(subject);
  const request = await withReferred(session, own);
  const entry = entryIn(request, subject);
  const { pointer, placeholder } = reference;
  const id: unknown = entry === undefined ? undefined : valueAt(entry, pointer);
  const isKnown = (typeof id === 'string' || typeof id === 'number') && id !== placeholder.otherwise;
  const none = isKnown ? unknownLike(String(id), (label, count) => session.hex(`${purpose}-${label}`, count)) : undefined;
  if (entry === undefined || none === undefined) throw notTried(subject);
  return { request, entry, pointer, placeholder, unknown: typeof id === 'number' ? Number(none) : idLike(placeholder, none) };
};

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Looks at what good entries name. */
const lookAt = async (session: Session, all: readonly Own[], looks?: number): Promise<readonly (Written | undefined)[]> => {
  const shown: (Written | undefined)[] = [];
  for (const { entry, pointer, placeholder } of all)
    shown.push(await writtenBy(session, { entry, pointer, placeholder, id: String(valueAt(entry, pointer)) }, looks));
  return shown;
};

/** Sends good entries, where `isMixed` with one between them that names nothing, and looks at what the good ones name. */
const sent = async (session: Session, subject: JudgedEntries, isMixed: boolean): Promise<Sent> => {
  const { operation, entries } = subject;
  const all: Own[] = [];
  for (let n = 0; n < goodOnes; n += 1) all.push(await ownEntry(session, subject, `${isMixed ? 'apart' : 'good'}-${n}`));
  const [first, ...rest] = all;
  if (!first) throw notTried(subject);
  const before = isMixed ? await lookAt(session, all, 1) : [];
  const bad = withValueAt(first.entry, first.pointer, first.unknown);
  const list = [first.entry, ...(isMixed ? [bad] : []), ...rest.map(({ entry }) => entry)];
  const around = holdsValue(first.request.body) && isObject(first.request.body.value) ? first.request.body.value : {};
  const body = askedBody(operation, { ...around, [entries]: list });
  const request = { ...first.request, body, madeUp: [...(first.request.madeUp ?? []), entries] };
  // A call with any effect is sent only as it is documented, which a list with such an entry is.
  const exchange = await session.send(isMixed && operation.effect !== 'destructive' ? { ...request, faults: ['value-unusable'] } : request);
  const written = isDone(exchange) ? await lookAt(session, all) : [];
  return { exchange, ids: list.map((entry) => String(valueAt(entry, first.pointer))), written, before };
};

const told = ({ isOrdered }: JudgedEntries, exchange: Exchange, count: number): readonly Told[] | undefined =>
  isDone(exchange) ? resultsIn({ trip: { id: '' }, isOrdered }, exchange, count) : undefined;

/** Results in the order of the entries whose ids they name; undefined where they name them otherwise. */
const byIds = (all: readonly Told[], ids: readonly string[]): readonly Told[] | undefined => {
  const found = ids.map((id) => all.filter(({ texts }) => texts.includes(id)));
  return found.length === all.length && found.every(({ length }) => length === 1) ? found.flat() : undefined;
};

/** Do the results of good entries name their ids, and those of a mixed list end before the last good one: there is none of it. */
const isCutShort = ({ good, mixed }: Result): boolean => {
  const named = (exchange: Exchange, id: string | undefined): boolean =>
    id !== undefined &&
    // `jar-5` is not named by `jar-580`.
    new RegExp(`(?<![0-9A-Za-z])${literalPattern(JSON.stringify(id).slice(1, -1))}(?![0-9A-Za-z])`, 'u').test(
      JSON.stringify(jsonOf(exchange) ?? null),
    );
  return (
    mixed !== undefined &&
    isDone(mixed.exchange) &&
    good.ids.every((id) => named(good.exchange, id)) &&
    named(mixed.exchange, mixed.ids[0]) &&
    !named(mixed.exchange, mixed.ids.at(-1))
  );
};

/** A value of a good entry beside a bad one in whose place there still is what was there before, although each of good entries alone was shown. */
const unwritten = ({ good, mixed }: Result): (Written['other'][number] & { readonly entry: number; readonly look: Exchange }) | undefined =>
  mixed?.written
    .flatMap((written, n) => {
      const earlier = mixed.before[n]?.other ?? [];
      const same = written?.other.filter((one) =>
        earlier.some(({ member, shown }) => member === one.member && isSameValue(shown, one.shown)),
      );
      return written ? (same ?? []).map((one) => ({ ...one, entry: n === 0 ? 0 : n + 1, look: written.look })) : [];
    })
    .find(({ member }) => good.written.every((one) => one?.same.includes(member) === true));

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
  cost: () => ({ requests: 52, creates: 12 }),
  async run(subject, session) {
    const good = await sent(session, subject, false);
    const isTaken = told(subject, good.exchange, goodOnes)?.every(({ is }) => is === 'done') === true;
    return { good, mixed: isTaken ? await sent(session, subject, true) : undefined };
  },
  judge(subject, result) {
    const good = result.good.exchange;
    if (!result.mixed) return inconclusive(`No answer says that good entries are taken: ${outcomeOf(good)}`, [good]);
    const mixed = result.mixed.exchange;
    const around = {
      where: `entry ${goodOnes + 1} of ${goodOnes + 1}`,
      expected: 'a result, because only the second entry names what is not there',
    };
    if (isCutShort(result)) return unconfirmed(fail({ code: 'entry-left-out', ...around, actual: 'no result names it' }, [mixed, good]));
    const all = told(subject, mixed, goodOnes + 1);
    const misplaced = all && misplacedIn(subject, all);
    if (misplaced) {
      const where = `result ${misplaced.entry + 1} of ${goodOnes + 1}`;
      const expected = `the place ${misplaced.wanted}, because the results are in the order of the entries`;
      return unconfirmed(fail({ code: 'entry-out-of-place', where, expected, actual: String(misplaced.shown) }, [mixed, good]));
    }
    const isPlaced = all !== undefined && (subject.isOrdered || all.every(({ place }) => place !== undefined));
    const results = isPlaced ? all : byIds(all ?? [], result.mixed.ids);
    if (!results || results[1]?.is !== 'failed')
      return inconclusive(`No answer says that the entry which names nothing is refused: ${outcomeOf(mixed)}`, [mixed, good]);
    const kept = results.findIndex(({ is }, n) => n !== 1 && is === 'failed');
    const lost = kept < 0 ? unwritten(result) : undefined;
    if (lost && results[lost.entry]?.is === 'done') {
      const finding = {
        code: 'entry-not-done',
        where: `/${lost.member} of what entry ${lost.entry + 1} of ${results.length} names`,
        expected: `${JSON.stringify(lost.sent)}, because its result is a success, and good entries alone are shown so`,
        actual: JSON.stringify(lost.shown),
      };
      return unconfirmed(fail(finding, [lost.look, mixed, good]));
    }
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
