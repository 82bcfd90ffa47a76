import { isAsked } from '../../../contract/infer/common-parameters.ts';
import { isType, membersOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove, tailOf } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
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
import { becoming } from '../../subjects/replacements.ts';
import { idOfMade, parentOf, placeIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { comparableMembers, departuresIn, isServersOwn } from '../../subjects/shown-as-sent.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { askedSchema } from '../../../contract/asked-content.ts';

/** A part of a resource that is put at a path of its own, and read there or in the resource: `/crates/{crateId}/weight`. */
type Part = Subject & {
  readonly trip: Trip;
  readonly put: Operation;
  readonly read: Operation;
  /** The member of the resource that shows the part, where nothing reads it alone. */
  readonly inside: string | undefined;
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
      const shown = read ? { read, inside: undefined, answered: answerSchema(read) } : shownInside(contract, trip, name);
      if (!shown || !needsNothing(shown.read) || asked === undefined || shown.answered === undefined) return [];
      if (comparableMembers(contract, asked, shown.answered).size === 0) return [];
      return [at(put.location, { trip, put, asked, ...shown, answered: shown.answered })];
    });
  });

/** The member of a resource that is called as the last segment of the path of its part is. */
const shownInside = (
  contract: Contract,
  { read, id }: Trip,
  name: string,
): Omit<Part, 'location' | 'trip' | 'put' | 'asked'> | undefined => {
  const place = read && placeIn(contract, read, id);
  if (!read || !place || place.member !== undefined || place.isHeld) return undefined;
  const [inside, answered] =
    [...membersOf(contract.document, place.schema)].find(([one]) => wordsOf(one).join(' ') === wordsOf(name).join(' ')) ?? [];
  return inside !== undefined && answered !== undefined && isType(contract.document, answered, 'object')
    ? { read, inside, answered }
    : undefined;
};

type Kept = {
  readonly creation: Exchange;
  readonly change: Exchange | undefined;
  /** What was sent of the members that a read shows too. */
  readonly sent: Resource;
  readonly after: Exchange | undefined;
  /** The part put once more without a member of which the text says that it becomes null then. */
  readonly less: { readonly member: string; readonly change: Exchange; readonly after: Exchange } | undefined;
};

/** Milliseconds until a read that shows something else is repeated. */
const laterMs = 1000;

const resourceIn = ({ inside }: Part, exchange: Exchange): Resource => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const part = inside !== undefined && isObject(body) ? body[inside] : body;
  return isObject(part) ? part : {};
};

/** A member that a replacement of the part may leave out, and that the text says to be null then. */
const clearedByLess = (contract: Contract, { put }: Part, sent: Resource): string | undefined => {
  if (!becoming(contract, put).none) return undefined;
  return bodyMembers(contract, put).find(({ name, required, schema }) => {
    const own = resolvedSchema(contract.document, schema);
    const mayBeNone = isObject(own) && (typesOf(own).includes('null') || own['nullable'] === true) && own['default'] === undefined;
    return !required && mayBeNone && sent[name] !== undefined && sent[name] !== null;
  })?.name;
};

const isEmpty = (value: unknown): boolean => value === undefined || value === null;

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
  cost: () => ({ requests: 9, creates: 1 }),
  async run(part, session) {
    const { trip, put, read, asked, answered } = part;
    const creation = await session.send(usableRequest(session, trip.create, 'with-part'));
    const id = idOfMade(session.contract, trip, creation);
    const none: Kept = { creation, change: undefined, sent: {}, after: undefined, less: undefined };
    if (id === undefined) return none;
    const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
    const pathOf = ({ path }: Operation): Record<string, string> => {
      const names = parametersIn(path);
      return Object.fromEntries(names.map((name, n) => [name, n === names.length - 1 ? id : (above[n] ?? '')]));
    };
    const readIt = (): Promise<Exchange> => session.send(usableRequest(session, read, 'part', { pathValues: pathOf(read) }));
    const before = await readIt();
    const usual = usableRequest(session, put, 'part', { pathValues: pathOf(put) });
    const body = { ...bodyOf({ request: usual }), ...otherValues(session, part, resourceIn(part, before), freshFor(session, 'part')) };
    const change = await session.send({ ...usual, body: askedBody(put, body), madeUp: [...(usual.madeUp ?? []), 'body'] });
    const sent = Object.fromEntries(Object.entries(body).filter(([name, value]) => !isSameValue(value, resourceIn(part, before)[name])));
    if (!isSuccess(change) || statusOf(change) === 202) return { ...none, change };
    const isRight = (exchange: Exchange): boolean =>
      departuresIn(session.contract, { asked, answered }, sent, resourceIn(part, exchange)).length === 0;
    let after = await readIt();
    if (!isRight(after)) {
      await session.pause(laterMs, 'a read is to show what was put');
      after = await readIt();
    }
    const member = isRight(after) ? clearedByLess(session.contract, part, body) : undefined;
    if (member === undefined) return { ...none, change, sent, after };
    const { [member]: _left, ...rest } = body;
    const again = usableRequest(session, put, 'less', { pathValues: pathOf(put) });
    const less = await session.send({ ...again, body: askedBody(put, rest), madeUp: [...(again.madeUp ?? []), 'body'] });
    if (!isSuccess(less) || statusOf(less) === 202) return { ...none, change, sent, after };
    let last = await readIt();
    if (!isEmpty(resourceIn(part, last)[member])) {
      await session.pause(laterMs, 'a read is to show what was put');
      last = await readIt();
    }
    return { creation, change, sent, after, less: { member, change: less, after: last } };
  },
  judge(part, { creation, change, sent, after, less }, { contract }) {
    const { asked, answered } = part;
    if (!change) return inconclusive(`The creation was answered ${outcomeOf(creation)}`, [creation]);
    if (!after || !isSuccess(after) || isCached(after)) return inconclusive(`The change was answered ${outcomeOf(change)}`, [change]);
    const shown = resourceIn(part, after);
    const judged = Object.keys(sent).filter((name) => shown[name] !== undefined);
    if (judged.length === 0) return inconclusive('The read shows nothing of what was put', [after, change]);
    const [broken] = departuresIn(contract, { asked, answered }, sent, shown).filter(({ shown: now }) => now !== undefined);
    if (!broken && less && isSuccess(less.after) && !isCached(less.after)) {
      const now = resourceIn(part, less.after)[less.member];
      if (isEmpty(now)) return pass(judged.length + 1);
      const kept = { where: `/${less.member}`, expected: 'null, because the replacement leaves it out', actual: written(now) };
      return unconfirmed(fail({ code: 'left-out-kept', ...kept }, [less.after, less.change]));
    }
    if (!broken) return pass(judged.length);
    const finding = { where: `/${broken.member}`, expected: `${written(broken.sent)}, as it was put`, actual: written(broken.shown) };
    return unconfirmed(fail({ code: 'part-not-kept', ...finding }, [after, change]));
  },
});
