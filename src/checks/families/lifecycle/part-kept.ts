import { isAsked } from '../../../contract/infer/common-parameters.ts';
import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove, tailOf } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { idOfMade, parentOf, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { comparableMembers, departuresIn, isServersOwn } from '../../subjects/shown-as-sent.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { askedSchema } from '../../../contract/asked-content.ts';

/** A part of a resource that is put and read at a path of its own: `/crates/{crateId}/weight`. */
type Part = Subject & {
  readonly trip: Trip;
  readonly put: Operation;
  readonly read: Operation;
  readonly asked: Schema;
  readonly answered: Schema;
};

const needsNothing = ({ unsupported, parameters }: Operation): boolean => unsupported === undefined && !parameters.some(isAsked);

const parts = (contract: Contract): Part[] =>
  roundTrips(contract).flatMap((trip) => {
    if (!endsInParameter(trip.itemPath) || parentOf(contract, trip)?.isFlat) return [];
    return contract.operations.flatMap((put): Part[] => {
      const [name, ...others] = tailOf(put.path);
      const isPart = name !== undefined && others.length === 0 && isSamePath(pathAbove(put.path), trip.itemPath);
      if (put.method !== 'PUT' || put.effect !== 'changes' || !isPart || isServersOwn(name) || !needsNothing(put)) return [];
      const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, put.path));
      const asked = askedSchema(put.body);
      const answered = read && needsNothing(read) ? answerSchema(read) : undefined;
      if (!read || asked === undefined || answered === undefined || comparableMembers(contract, asked, answered).size === 0) return [];
      return [at(put.location, { trip, put, read, asked, answered })];
    });
  });

type Kept = {
  readonly creation: Exchange;
  readonly change: Exchange | undefined;
  /** What was sent of the members that a read shows too. */
  readonly sent: Resource;
  readonly after: Exchange | undefined;
};

/** Milliseconds until a read that shows something else is repeated. */
const laterMs = 1000;

const resourceIn = (exchange: Exchange): Resource => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  return isObject(body) ? body : {};
};

/** Other values than those that are shown, for the members that a read shows too. */
const otherValues = ({ contract }: Session, { asked, answered }: Part, shown: Resource, fresh: (name: string) => string): Resource =>
  Object.fromEntries(
    [...comparableMembers(contract, asked, answered)].flatMap(([name, schema]) => {
      const value = tellingValue(contract.document, schema, fresh, name);
      return isScalar(value) && value !== null && !isSameValue(value, shown[name]) ? [[name, value] as const] : [];
    }),
  );

export const partKept = defineProbe<Part, Kept>({
  id: 'lifecycle/part-kept',
  title: 'What was put at a path of its own below a resource is read there',
  why: 'The answer says that the quantity is right, so nobody counts again.',
  fix: 'Store what is put before it is answered, and read the same record.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: parts,
  prerequisites: ({ trip, put, read }, around) => prerequisitesOnOwn(trip.create, [put, read], around),
  cost: () => ({ requests: 6, creates: 1 }),
  async run(part, session) {
    const { trip, put, read, asked, answered } = part;
    const creation = await session.send(usableRequest(session, trip.create, 'with-part'));
    const id = idOfMade(session.contract, trip, creation);
    const none: Kept = { creation, change: undefined, sent: {}, after: undefined };
    if (id === undefined) return none;
    const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
    const pathOf = ({ path }: Operation): Record<string, string> => {
      const names = parametersIn(path);
      return Object.fromEntries(names.map((name, n) => [name, n === names.length - 1 ? id : (above[n] ?? '')]));
    };
    const readIt = (): Promise<Exchange> => session.send(usableRequest(session, read, 'part', { pathValues: pathOf(read) }));
    const before = await readIt();
    const usual = usableRequest(session, put, 'part', { pathValues: pathOf(put) });
    const body = { ...bodyOf({ request: usual }), ...otherValues(session, part, resourceIn(before), freshFor(session, 'part')) };
    const change = await session.send({ ...usual, body: askedBody(put, body), madeUp: [...(usual.madeUp ?? []), 'body'] });
    const sent = Object.fromEntries(Object.entries(body).filter(([name, value]) => !isSameValue(value, resourceIn(before)[name])));
    if (!isSuccess(change) || statusOf(change) === 202) return { ...none, change };
    const isRight = (exchange: Exchange): boolean =>
      departuresIn(session.contract, { asked, answered }, sent, resourceIn(exchange)).length === 0;
    let after = await readIt();
    if (!isRight(after)) {
      await session.pause(laterMs, 'a read is to show what was put');
      after = await readIt();
    }
    return { creation, change, sent, after };
  },
  judge({ asked, answered }, { creation, change, sent, after }, { contract }) {
    if (!change) return inconclusive(`The creation was answered ${outcomeOf(creation)}`, [creation]);
    if (!after || !isSuccess(after) || isCached(after)) return inconclusive(`The change was answered ${outcomeOf(change)}`, [change]);
    const shown = resourceIn(after);
    const judged = Object.keys(sent).filter((name) => shown[name] !== undefined);
    if (judged.length === 0) return inconclusive('The read shows nothing of what was put', [after, change]);
    const [broken] = departuresIn(contract, { asked, answered }, sent, shown).filter(({ shown: now }) => now !== undefined);
    if (!broken) return pass(judged.length);
    const finding = { where: `/${broken.member}`, expected: `${written(broken.sent)}, as it was put`, actual: written(broken.shown) };
    return unconfirmed(fail({ code: 'part-not-kept', ...finding }, [after, change]));
  },
});
