import { descriptionsIn, membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { fromNamedIn, meansItemOf } from '../../../contract/infer/told-from-named.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried } from '../../scenarios/lifecycle/round-trip/way.ts';
import { acceptedBefore } from '../../scenarios/lifecycle/send-creation.ts';
import { ownTextsOf, showsOurs } from '../../subjects/own-texts.ts';
import { idOfMade, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { isSame } from '../../subjects/same-value.ts';

/** A member of a creation that is taken from what another member names, where the body leaves it out. */
type FromNamedMember = Subject & {
  readonly trip: Trip;
  readonly member: string;
  readonly via: string;
  readonly property: string;
  /** The round trip of what is named, which a change can give another value. */
  readonly named: Trip;
};

const plain = (name: string): string => wordsOf(name).join(' ');

const found = (contract: Contract): readonly FromNamedMember[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  const trips = roundTrips(contract);
  return trips.flatMap((trip) => {
    const members = bodyMembers(contract, trip.create);
    const answer = answerSchema(trip.create);
    const shown = answer === undefined ? new Map() : membersOf(document, answer);
    return members.flatMap((member): readonly FromNamedMember[] => {
      const told = member.required ? undefined : fromNamedIn(descriptionsIn(document, member.schema));
      const hasDefault = partsOf(document, member.schema).some((part) => part['default'] !== undefined && part['default'] !== null);
      if (!told || hasDefault || !shown.has(member.name)) return [];
      const vias = members.flatMap(({ name: via }) => {
        const reference = via === member.name ? undefined : referenceAt(contract, trip.create, [via]);
        const type = reference?.inside === undefined ? reference?.resourceType : undefined;
        return type && meansItemOf(told.noun, type.name) ? [{ via, type }] : [];
      });
      // Of two that a transfer is from and to, the noun tells none; `crateId` beside `spareCrateId` is "the crate".
      const plainly = vias.filter(({ via }) => wordsOf(via).slice(0, -1).join(' ') === told.noun);
      const [only, ...others] = plainly.length === 1 ? plainly : vias;
      if (!only || others.length > 0) return [];
      const { via, type } = only;
      const named = trips.find(({ create }) => create.key === type.create.key);
      if (!named?.read || !named.patch) return [];
      if (parametersIn(itemOf(type).path).length !== 1 || parametersIn(named.patch.path).length !== 1) return [];
      const property = bodyMembers(contract, named.patch).find(({ name }) => plain(name) === told.property)?.name;
      return property === undefined ? [] : [at(member.location, { trip, member: member.name, via, property, named })];
    });
  });
};

/** A creation that leaves the member out, and what was named showed right before. */
type Taken = { readonly wanted: unknown; readonly read: Exchange; readonly creation: Exchange; readonly shown: unknown };

/** A number near another one, or another text, that a change may send. */
const otherThan = (contract: Contract, { named, property }: FromNamedMember, value: unknown, text: string): unknown => {
  const schema = named.patch && bodyMembers(contract, named.patch).find(({ name }) => name === property)?.schema;
  const others = typeof value === 'number' ? [value + 3, value + 1, value - 1] : typeof value === 'string' ? [text] : [];
  return schema === undefined ? undefined : others.find((one) => mayBeSent(contract.document, schema, one));
};

const run = async (subject: FromNamedMember, session: Session): Promise<readonly Taken[]> => {
  const { trip, member, via, property, named } = subject;
  const { read, patch } = named;
  if (!read || !patch) return [];
  const { contract } = session;
  const way = { session, trip, pathValues: await parentValues(session, trip) };
  const taken: Taken[] = [];
  const create = async (purpose: string, id: string | number | undefined): Promise<string | number | undefined> => {
    const made = await make(way, purpose, (base) => {
      const { [member]: _left, ...rest } = base;
      return id === undefined ? rest : { ...rest, [via]: id };
    });
    const name = made.body[via];
    if (!isSuccess(made.exchange) || (typeof name !== 'string' && typeof name !== 'number')) return undefined;
    const look = await session.send(usableRequest(session, read, purpose, { pathValues: inPath(read.path, [String(name)]) }));
    const wanted = resourceIn(contract, read, look, named.id)?.[property];
    const shown = made.looks[0]?.resource[member];
    // The next one may be in conflict with it.
    if (trip.remove && made.id !== undefined) await ifTried(onItem(way, trip.remove, made.exchange, made.id));
    if (wanted !== undefined && shown !== undefined) taken.push({ wanted, read: look, creation: made.exchange, shown });
    return name;
  };
  const id = await create('left-out', undefined);
  const first = taken[0]?.wanted;
  const made = await acceptedBefore(session, named.create.key);
  const firstRead = taken[0]?.read;
  const showsRun = firstRead !== undefined && showsOurs(jsonOf(firstRead), ownTextsOf(session, []));
  // What a list named instead is not of the run, and is not changed.
  if (!showsRun && !made.some((creation) => idOfMade(contract, named, creation) === String(id))) return taken;
  const other = otherThan(contract, subject, first, `ct-${session.hex('left-out', 8)}`);
  if (id === undefined || other === undefined) return taken;
  const change = (value: unknown): Promise<Exchange> =>
    session.send(
      usableRequest(session, patch, 'left-out', {
        pathValues: inPath(patch.path, [String(id)]),
        body: askedBody(patch, { [property]: value }),
      }),
    );
  const changed = await ifTried(change(other));
  if (!changed || !isSuccess(changed)) return taken;
  await ifTried(create('left-out-again', id));
  // Others may count on what it had.
  await ifTried(change(first));
  return taken;
};

export const leftOutFromNamed = defineProbe<FromNamedMember, readonly Taken[]>({
  id: 'lifecycle/left-out-from-named',
  title: 'What a body leaves out is taken from what it names, where the document says so',
  why: 'Whoever leaves it out counts on the value of the thing; a fixed one in its place is wrong for nearly all of them.',
  fix: 'Read the value from what the body names when it is created, and not from a constant.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: found,
  prerequisites: ({ trip, named }, around) => [
    ...prerequisitesFor(trip.create, around),
    ...(named.patch ? permissionsFor(named.patch) : []),
  ],
  cost: () => ({ requests: 16, creates: 4 }),
  run,
  judge({ trip, member, property }, taken) {
    const wrong = taken.find(({ wanted, shown }) => shown !== null && !isSame(shown, wanted));
    if (wrong) {
      const finding = {
        code: 'other-than-named',
        where: `/${member}`,
        expected: `${JSON.stringify(wrong.wanted)}, the "${property}" of what the body names`,
        actual: JSON.stringify(wrong.shown),
      };
      return unconfirmed(fail(finding, [wrong.creation, wrong.read]));
    }
    const right = taken.filter(({ wanted, shown }) => isSame(shown, wanted));
    // One value may be that of all by chance.
    return right.length > 1
      ? pass(right.length)
      : inconclusive(
          `No two creations by ${trip.create.key} showed "${member}"`,
          taken.map(({ creation }) => creation),
        );
  },
});
