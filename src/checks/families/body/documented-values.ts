import type { Contract, Operation } from '../../../contract/model.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { documentedValues, edgesOf, staysForGood } from '../../scenarios/bodies/documented-values.ts';
import { singleChanges, singleEdges, singleRequests } from '../../scenarios/bodies/single-changes.ts';
import { type StoredValues, storedValues, type TriedAndStored } from '../../scenarios/bodies/stored-values.ts';
import { judgeEdges, mostEdgeRows, type TriedEdges } from '../../scenarios/calls/edge-rows.ts';
import { comparedInList, isListedOtherwise } from '../../subjects/listed-as-read.ts';
import { placeIn, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { comparableMembers, departuresIn } from '../../subjects/shown-as-sent.ts';

type Failed = Verdict & { readonly kind: 'fail' };

/** A creation whose resources the run removes again, by themselves or with what they are below. */
type Creation = Subject & { readonly operation: Operation };

const creationsWithEdges = (contract: Contract): Creation[] =>
  contract.standard.size === 0
    ? []
    : contract.inferredResourceTypes
        .filter(({ create, idChosenBy }) => create.effect === 'creates' && (create.method === 'POST' || idChosenBy === 'client'))
        .map(({ create }) => create)
        .filter((create) => !create.issues && edgesOf(contract, create).length > 0)
        .map((operation) => at(operation.location, { operation }));

/** The creations of what no operation removes: below a resource whose removal takes it along by its own words, or for good. */
const lasting = (contract: Contract): Creation[] =>
  contract.standard.size === 0
    ? []
    : contract.lastingResourceTypes
        .map(({ create }) => create)
        .filter(({ method, effect, issues }) => method === 'POST' && effect === 'creates-permanently' && !issues)
        .filter((create) => create.inferred?.reaches === undefined && edgesOf(contract, create).length > 0)
        .map((operation) => at(operation.location, { operation }));

/** Changes of what is there once only, such as settings. */
const singles = (contract: Contract): Creation[] =>
  contract.standard.size === 0
    ? []
    : contract.operations
        .filter((operation) => singleEdges(contract, operation).length > 0)
        .map((operation) => at(operation.location, { operation }));

const isSingle = ({ operation }: Creation): boolean => operation.inferred?.single === true;

const common = {
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  prerequisites: ({ operation }: Creation, around: Parameters<typeof prerequisitesFor>[1]) => prerequisitesFor(operation, around),
  cost({ operation }: Creation, { contract }: { readonly contract: Contract }) {
    const rows = mostEdgeRows(edgesOf(contract, operation), !staysForGood(operation));
    return { requests: rows + 16, creates: rows + 16 };
  },
} as const;

export const documentedBodyValueAccepted = defineProbe<Creation, TriedEdges>({
  ...common,
  id: 'body/documented-value-accepted',
  title: 'A creation, or a change of what is there once only, accepts the values that the document lists, and those at its limits',
  why: 'Clients use what the document allows, and nothing in the request tells them what is wrong with it.',
  fix: 'Check members by the documented list and limits, both ends included, or document the narrower ones.',
  over: (contract) => [...creationsWithEdges(contract), ...lasting(contract), ...singles(contract)],
  cost(creation, around) {
    const { requests, creates } = common.cost(creation, around);
    return isSingle(creation) ? { requests: 4 * requests + 4 * singleRequests, creates: 0 } : { requests, creates };
  },
  run: async (creation, session) =>
    isSingle(creation)
      ? (await session.run(singleChanges, { operation: creation.operation.key })).tried
      : session.run(documentedValues, { operation: creation.operation.key }),
  judge: ({ operation }, tried) => judgeEdges(operation, 'request body', tried),
});

/** Such a creation whose resource is shown, by its answer or by a read. */
type Shown = Creation & { readonly trip: Trip };

/** How an accepted creation is shown otherwise than it was sent, and where: by the answer itself, a later read or the list. */
const changedIn = (contract: Contract, trip: Trip, stored: StoredValues): Failed | undefined => {
  const { row, exchange, sent, read, item } = stored;
  const answer = resourceIn(contract, trip.create, exchange, trip.id);
  const looks = [
    ...(answer === undefined ? [] : [{ operation: trip.create, resource: answer, exchange, where: '' }]),
    ...(read && trip.read ? [{ operation: trip.read, resource: read.resource, exchange: read.exchange, where: ', read' }] : []),
  ];
  for (const { operation, resource, exchange: shownBy, where } of looks) {
    const answered = placeIn(contract, operation, trip.id)?.schema ?? true;
    const [first] = departuresIn(contract, { asked: trip.asked, answered }, sent, resource);
    const edge = first && row.find(({ member }) => member === first.member);
    if (!first || !edge) continue;
    return fail(
      {
        code: 'documented-value-changed',
        where: `/${first.member}${where}`,
        expected: `${written(first.sent)}, ${edge.words}`,
        actual: first.shown === undefined ? 'no such member' : written(first.shown),
      },
      shownBy === exchange ? [exchange] : [shownBy, exchange],
    );
  }
  if (!read || !item) return undefined;
  const name = comparedInList(new Set(Object.keys(sent)), item.resource, read.resource).find((one) =>
    isListedOtherwise(read.resource[one], item.resource[one]),
  );
  if (name === undefined) return undefined;
  const words = row.find(({ member }) => member === name)?.words ?? 'as it was sent';
  const expected = `${written(read.resource[name])}, as in the read; ${words}`;
  const finding = { code: 'documented-value-changed', where: `/${name} in the list`, expected, actual: written(item.resource[name]) };
  return fail(finding, [item.exchange, read.exchange, exchange]);
};

export const documentedBodyValueKept = defineProbe<Shown, TriedAndStored>({
  ...common,
  id: 'body/documented-value-kept',
  title: 'A creation with listed values, or those at limits, is shown as it was sent: by its answer, a read and the list',
  why: 'What is cut at the last character, or stored as another choice, is noticed by nobody until it is needed.',
  fix: 'Make room in the store for what the document allows, and keep each listed value as it is.',
  over: (contract) =>
    creationsWithEdges(contract).flatMap((creation) => {
      const trip = roundTrips(contract).find(({ create }) => create.key === creation.operation.key);
      const isShown = trip && [trip.create, trip.read].some((one) => one !== undefined && placeIn(contract, one, trip.id) !== undefined);
      return trip && isShown ? [{ ...creation, trip }] : [];
    }),
  cost(creation, around) {
    const { requests, creates } = common.cost(creation, around);
    // Each is read, two of them more often, and the list twice.
    return { requests: 2 * requests + 20, creates: creates + 1 };
  },
  run: ({ operation }, session) => session.run(storedValues, { operation: operation.key }),
  judge({ trip }, { tried, stored }, { contract }) {
    const comparable = new Set(
      [trip.create, trip.read].flatMap((one) => {
        const place = one && placeIn(contract, one, trip.id);
        return place ? [...comparableMembers(contract, trip.asked, place.schema).keys()] : [];
      }),
    );
    let times = 0;
    for (const one of stored) {
      if (resourceIn(contract, trip.create, one.exchange, trip.id) === undefined && one.read === undefined) continue;
      times += one.row.filter(({ member }) => comparable.has(member)).length;
      const changed = changedIn(contract, trip, one);
      if (changed) return unconfirmed(changed);
    }
    return times > 0 ? pass(times) : inconclusive('No answer about such a creation shows what was sent', tried.others);
  },
});
