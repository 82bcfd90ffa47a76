import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { csvRows, csvText, hasBareLineEnd } from '../../../contract/wire/csv.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried, defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onResource, parentsOf } from '../../scenarios/lifecycle/look-at-resource.ts';
import { withReferred } from '../../scenarios/lifecycle/references.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { findItem } from '../../scenarios/paging/find-item.ts';
import { type Doing, type DryRun, dryRuns } from '../../subjects/dry-runs.ts';
import { statefulAnswer } from '../../subjects/needed-states.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** A dry run, and what was looked at after it. */
type Result = {
  /** Undefined where there was nothing to do it on. */
  readonly answer: Exchange | undefined;
  readonly looks: readonly Exchange[];
  /** What shows that it was done; undefined where nothing does. */
  readonly done: string | undefined;
  /** Could the looks have shown it. */
  readonly isSeen: boolean;
};

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** The looks at a list, and the pause before each but the first, in milliseconds: a job may work on what was sent. */
const looksAtList = 3;
const betweenMs = 1200;

const asked = (request: PlannedRequest, { operation, flag }: DryRun, body: unknown): PlannedRequest => {
  if (flag.in === 'query') {
    const isText = typeof body === 'string' && request.body?.kind === 'text';
    const written = isText ? { ...request.body, text: body } : askedBody(operation, body);
    const query = [...request.query.filter(([name]) => name !== flag.name), [flag.name, 'true']] as const;
    return { ...request, query, ...(body === undefined ? {} : { body: written }) };
  }
  return { ...request, body: askedBody(operation, { ...(isObject(body) ? body : {}), [flag.name]: true }) };
};

const bodyOf = ({ body }: PlannedRequest): Resource => (holdsValue(body) && isObject(body.value) ? body.value : {});

/**
 * The body of a dry run with one entry. A row has a cell for each name of the first line that the document prints: what the entry has by that name, else what is printed there.
 * Undefined where no column holds the text by which the entry is found.
 */
const bodyWith = (usual: PlannedRequest, { entries, text }: Creating, entry: Resource): unknown => {
  if (entries.kind === 'itself') return entry;
  if (entries.kind === 'list') return [entry];
  if (entries.kind === 'member') return { ...bodyOf(usual), [entries.name]: [entry] };
  const printed = usual.body?.kind === 'text' ? usual.body.text : '';
  const [title = [], cells = []] = csvRows(printed) ?? [];
  if (!title.includes(text) || cells.length !== title.length) return undefined;
  const row = title.map((name, n) => (isScalar(entry[name]) ? String(entry[name]) : (cells[n] ?? '')));
  const rows = csvText([title, row]);
  return hasBareLineEnd(printed) ? rows.replaceAll('\r\n', '\n') : rows;
};

type Creating = Doing & { readonly kind: 'creates' };

const creating = async (session: Session, dry: DryRun, doing: Creating): Promise<Result> => {
  const { operation, trip } = dry;
  const { list, entries, text } = doing;
  const isItself = entries.kind === 'itself';
  // A clean-up looks for a made-up name in the member that it was made for.
  const mark = session.fresh(`dry-run-${text}`);
  const pathValues = await parentValues(session, isItself ? trip : { create: operation, addsTo: operation.path });
  const one = await withReferred(session, usableRequest(session, trip.create, 'dry-run', isItself ? { pathValues } : {}));
  const entry = { ...bodyOf(one), [text]: mark };
  const usual = isItself ? one : usableRequest(session, operation, 'dry-run', { pathValues });
  const body = bodyWith(usual, doing, entry);
  if (body === undefined) throw new NotTried('not-applicable', `The document prints no rows of ${operation.key} with a column "${text}"`);
  const answer = await session.send(asked(usual, dry, body));
  const looks: Exchange[] = [];
  if (!isSuccess(answer)) return { answer, looks, done: undefined, isSeen: false };
  const isOurs = (item: unknown): boolean => isObject(item) && item[text] === mark;
  let isSeen = true;
  for (let turn = 0; turn < looksAtList; turn += 1) {
    if (turn > 0) await session.pause(betweenMs, 'what a dry run did may show late');
    const found = await findItem(session, list, isOurs, isItself ? { pathValues: answer.request.pathValues } : {});
    looks.push(found.exchange);
    isSeen = found.kind === 'item' || found.kind === 'absent';
    if (found.kind !== 'item') continue;
    const id = isObject(found.item) ? idText(found.item[trip.id]) : undefined;
    // Nothing else knows of it.
    if (id !== undefined && trip.remove)
      await orSkipped(onResource(session, trip.remove, id, { purpose: 'dry-run', parents: parentsOf(found.exchange) }));
    return { answer, looks, done: `an item of ${list.operation.path} with ${JSON.stringify(mark)} as "${text}"`, isSeen };
  }
  return { answer, looks, done: undefined, isSeen };
};

const acting = async (session: Session, dry: DryRun): Promise<Result> => {
  const { contract } = session;
  const { operation, trip } = dry;
  const { read } = trip;
  const { id, exchange: creation } = await make(
    { session, trip, pathValues: await parentValues(session, trip) },
    'dry-run',
    (base) => base,
  );
  const none: Result = { answer: undefined, looks: [creation], done: undefined, isSeen: false };
  if (id === undefined || !read) return none;
  const parents = parametersIn(trip.addsTo).map((name) => creation.request.pathValues[name]);
  const look = (): Promise<Exchange> =>
    session.send(usableRequest(session, read, 'dry-run', { pathValues: valuesInPath(read.path, parents, id) }));
  const before = await look();
  const shown = resourceIn(contract, read, before, trip.id);
  if (!shown) return { ...none, looks: [creation, before] };
  const usual = usableRequest(session, operation, 'dry-run', { pathValues: valuesInPath(operation.path, parents, id) });
  const body = holdsValue(usual.body) ? usual.body.value : undefined;
  const answer = await session.send(asked(usual, dry, body));
  const after = await look();
  const result = { answer, looks: [before, after], isSeen: true };
  if (!isSuccess(answer)) return { ...result, done: undefined };
  const status = after.reply.kind === 'answer' ? after.reply.status : undefined;
  if (status === 404 || status === 410) return { ...result, done: `${read.key} is answered ${outcomeOf(after)}` };
  const now = resourceIn(contract, read, after, trip.id);
  if (!now) return { ...result, done: undefined, isSeen: false };
  const set = Object.entries(bodyOf(usual)).find(
    ([name, value]) => isScalar(value) && isScalar(shown[name]) && shown[name] !== value && now[name] === value,
  );
  if (set) return { ...result, done: `"${set[0]}" is ${JSON.stringify(set[1])}` };
  const state = statefulAnswer(contract, read)?.at;
  const [old, present] = state === undefined ? [] : [before, after].map((one) => valueAt(jsonOf(one), state));
  return {
    ...result,
    done: old !== undefined && old !== present ? `the state is ${JSON.stringify(present)}, and was ${JSON.stringify(old)}` : undefined,
  };
};

export const dryRunStoresNothing = defineProbe<DryRun, Result>({
  id: 'lifecycle/dry-run-stores-nothing',
  title: 'A dry run stores, changes and removes nothing',
  why: 'Whoever only wants to see what would happen finds that it has happened, and has no way back.',
  fix: 'Look at the flag where things are stored, or undo the whole transaction at its end.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: dryRuns,
  prerequisites: ({ operation, trip }, around) => [...permissionsFor(operation), ...prerequisitesFor(trip.create, around)],
  cost: ({ doing }) => ({ requests: 16, creates: doing.kind === 'acts' ? 1 : 0 }),
  run: (dry, session) => (dry.doing.kind === 'creates' ? creating(session, dry, dry.doing) : acting(session, dry)),
  judge({ operation, flag }, { answer, looks, done, isSeen }) {
    if (!answer) return inconclusive('There was nothing to do it on', looks);
    if (!isSuccess(answer)) return inconclusive(`The dry run was answered ${outcomeOf(answer)}`, [answer]);
    const seen = [answer, ...looks.slice(-2)] as const;
    if (done !== undefined) {
      const where = flag.in === 'query' ? `query ${flag.name}` : `/${flag.name}`;
      const expected = `nothing is done by ${operation.key}, because "${flag.name}" is true`;
      return unconfirmed(fail({ code: 'dry-run-done', where, expected, actual: done }, seen));
    }
    return isSeen ? pass(1) : inconclusive('What it would have done can be seen nowhere', seen);
  },
});
