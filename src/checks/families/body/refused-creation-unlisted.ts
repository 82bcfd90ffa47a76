import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import { memberSchema, referenceAt } from '../../../contract/infer/references.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { brokenBodies, type BrokenBody, isRefusedBody, mostBodiesOf } from '../../scenarios/bodies/broken-bodies.ts';
import { onResource, parentsOf } from '../../scenarios/lifecycle/look-at-resource.ts';
import { type Found, findItem } from '../../scenarios/paging/find-item.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { brokenSubjects } from './breach-refused.ts';
import { holdsValue } from '../../../model/request.ts';

/** A creation, and a list that shows what it creates. */
type Listed = Subject & { readonly trip: Trip; readonly list: Collection };

const listed = (contract: Contract): Listed[] => {
  const judged = new Set(brokenSubjects(contract).map(({ operation }) => operation.key));
  return roundTrips(contract).flatMap((trip) =>
    trip.list && judged.has(trip.create.key) ? [at(trip.create.location, { trip, list: trip.list })] : [],
  );
};

/** A text that one refused body alone sent, and the member that had it. */
type Sent = { readonly exchange: Exchange; readonly words: string; readonly name: string; readonly text: string };

/** A text that the run made up for this body says so; any other may be in what somebody else created. */
const saysOurs = (value: unknown): boolean => typeof value === 'string' && value.includes('ct-');

/** So many bodies with another text each show that each of these is made up. A vocabulary has fewer, and a text this short may be somebody else's. */
const leastBodies = 4;
const leastLength = 8;

/** A day or a time may be that of anything. */
const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\d|^\d\d:\d\d/u.test(text);

/**
 * The members whose text the run makes up for each body in a form that the document prints, so that no mark of the run is in it. What names another resource has the
 * id of that.
 */
const madeUpIn = (contract: Contract, create: Operation, tried: readonly BrokenBody[]): ReadonlySet<string> => {
  const isListed = (name: string): boolean =>
    partsOf(contract.document, memberSchema(contract, create, [name])).some((part) => 'enum' in part || 'const' in part);
  const names = new Set(tried.flatMap((one) => membersOf(one).map(([name]) => name)));
  return new Set(
    [...names].filter((name) => {
      const values = tried
        .filter(({ instancePath }) => tokensOf(instancePath)[0] !== name)
        .flatMap((one) => new Map(membersOf(one)).get(name) ?? []);
      const texts = values.filter((one) => typeof one === 'string' && one.length >= leastLength && !isTime(one));
      const areOther = texts.length === values.length && new Set(texts).size === texts.length;
      return !isListed(name) && areOther && texts.length >= leastBodies && referenceAt(contract, create, [name]) === undefined;
    }),
  );
};

const membersOf = ({ exchange }: BrokenBody): readonly (readonly [string, unknown])[] => {
  const { body } = exchange.request;
  return holdsValue(body) && isObject(body.value) ? Object.entries(body.value) : [];
};

/** The texts of refused bodies that no other body sent, and that have no mistake themselves. */
const textsIn = (contract: Contract, create: Operation, tried: readonly BrokenBody[]): readonly Sent[] => {
  const madeUp = madeUpIn(contract, create, tried);
  const times = new Map<unknown, number>();
  for (const [, value] of tried.flatMap(membersOf)) times.set(value, (times.get(value) ?? 0) + 1);
  return tried.filter(isRefusedBody).flatMap((one) =>
    membersOf(one).flatMap(([name, value]): Sent[] => {
      const isWrong = tokensOf(one.instancePath)[0] === name;
      const isOurs = typeof value === 'string' && (saysOurs(value) || madeUp.has(name));
      return isOurs && times.get(value) === 1 && !isWrong ? [{ exchange: one.exchange, words: one.words, name, text: value }] : [];
    }),
  );
};

type Looked = { readonly sent: readonly Sent[]; readonly tried: readonly BrokenBody[]; readonly found: Found | undefined };

const isIn = (item: unknown, { name, text }: Sent): boolean => isObject(item) && item[name] === text;

export const refusedCreationUnlisted = defineProbe<Listed, Looked>({
  id: 'body/refused-creation-unlisted',
  title: 'What a refused creation asked for is in no list',
  why: 'A client that was refused sends the creation again, corrected; then there are two, and one of them breaks the documentation.',
  fix: 'Check the whole body before anything is stored, or undo all of it.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: listed,
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: ({ trip }) => ({ requests: mostBodiesOf(trip.create) + 10, creates: 0 }),
  async run({ trip, list }, session) {
    const { tried } = await session.run(brokenBodies, { operation: trip.create.key });
    const sent = textsIn(session.contract, trip.create, tried);
    if (sent.length === 0) return { sent, tried, found: undefined };
    const found = await findItem(session, list, (item) => sent.some((one) => isIn(item, one)));
    const id = found.kind === 'item' && isObject(found.item) ? idText(found.item[trip.id]) : undefined;
    // Nothing else knows of it.
    if (id !== undefined && trip.remove)
      await orSkipped(onResource(session, trip.remove, id, { purpose: 'stored', parents: parentsOf(found.exchange) }));
    return { sent, tried, found };
  },
  judge({ list }, { sent, tried, found }) {
    const answers = tried.map(({ exchange }) => exchange);
    if (!found) return inconclusive('No refused body had a text by which a list would show it', answers);
    if (found.kind === 'absent' || (found.kind === 'unread' && isSuccess(found.exchange))) return pass(sent.length);
    const stored = found.kind === 'item' ? sent.find((one) => isIn(found.item, one)) : undefined;
    if (!stored) return inconclusive(`The list was answered ${outcomeOf(found.exchange)}`, [found.exchange]);
    const { exchange, words, name, text } = stored;
    const finding = {
      code: 'refused-creation-stored',
      where: `list ${list.operation.path}`,
      expected: `no item with ${JSON.stringify(text)} at /${name}, because its creation was answered ${outcomeOf(exchange)} for ${words}`,
      actual: 'such an item',
    };
    return unconfirmed(fail(finding, [found.exchange, exchange]));
  },
});
