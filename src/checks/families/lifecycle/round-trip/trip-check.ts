import { describedLists } from '../../../../contract/infer/conventions/collection.ts';
import { membersOf, partsOf } from '../../../../contract/infer/schema-parts.ts';
import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import type { Verdict } from '../../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Subject, unconfirmed } from '../../../kit/define.ts';
import { prerequisitesFor } from '../../../kit/prerequisites.ts';
import { listedOperands } from '../../../scenarios/lifecycle/round-trip/listed-operands.ts';
import type { Look, RoundTrip, Sent } from '../../../scenarios/lifecycle/round-trip/results.ts';
import { roundTrip } from '../../../scenarios/lifecycle/round-trip/scenario.ts';
import { describedBy, parentOf, placeIn, roundTrips, type Trip } from '../../../subjects/round-trips.ts';
import { isOfOtherValue } from '../../../subjects/kept-with-value.ts';
import { comparableMembers, departuresIn } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { askedSchema } from '../../../../contract/asked-content.ts';

type Failed = Verdict & { readonly kind: 'fail' };

/** What a round trip shows of one claim: how often it was judged, and how it is broken. */
export type Judged = { readonly times: number; readonly broken: readonly Failed[] };

/** Nothing was judged. */
export const none: Judged = { times: 0, broken: [] };

/** What several answers show together. */
export const joined = (all: readonly Judged[]): Judged => ({
  times: all.reduce((sum, { times }) => sum + times, 0),
  broken: all.flatMap(({ broken }) => broken),
});

/** Defines a check of the shared round trip of a resource. */
export const defineTripCheck = ({
  suits = () => true,
  mayBeOthers = false,
  judge,
  ...text
}: CheckText & {
  /** Which resources it is about; default: all. */
  suits?(trip: Trip, contract: Contract): boolean;
  /** May other callers have caused what it finds, so that it counts only when it comes twice. */
  readonly mayBeOthers?: boolean;
  judge(trip: Trip, result: RoundTrip, contract: Contract): Judged;
}): Probe<RoundTrip> =>
  defineProbe<Subject & Trip, RoundTrip>({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over: (contract) => roundTrips(contract).filter((trip) => suits(trip, contract)),
    prerequisites(trip, around) {
      const parent = parentOf(around.contract, trip);
      if (!parent?.isFlat) return prerequisitesFor(trip.create, around);
      const [last = ''] = parametersIn(trip.addsTo).slice(-1);
      return [...prerequisitesFor(parent.create, around), ...prerequisitesFor(trip.create, around, { pathValues: { [last]: 'ct' } })];
    },
    cost({ create }, { contract }) {
      const more = listedOperands(contract, create).length;
      return { requests: 145 + 3 * more, creates: 8 + more };
    },
    run: ({ create }, session) => session.run(roundTrip, { operation: create.key }),
    judge(trip, result, { contract }) {
      const { times, broken } = judge(trip, result, contract);
      const [first] = broken;
      const verdict = first && { ...first, judged: Math.max(times, 1), breaches: broken.length };
      // Two answers show it already; what no operation removes is not created again for that.
      const isShownTwice = (broken.length > 1 || isRepeated(first)) && !mayBeOthers;
      if (verdict) return isShownTwice || trip.create.effect === 'creates-permanently' ? verdict : unconfirmed(verdict);
      if (times > 0) return pass(times);
      const { whole } = result;
      return inconclusive('No answer shows what is judged here', whole ? [whole.exchange] : []);
    },
  });

/** The scenario itself has sent it twice. */
const isRepeated = (failed: Failed | undefined): boolean => failed?.finding.code === 'unusual-text-server-error';

/** The schema of the JSON body of an operation. */
export const schemaOf = ({ body }: Operation): Schema => askedSchema(body) ?? true;

/** The described schema of what a look shows. */
export const shownSchema = (contract: Contract, trip: Trip, { word }: Look, operation: Operation): Schema | undefined => {
  if (word === 'list') return describedLists(contract).find((one) => one.operation.key === trip.list?.operation.key)?.item;
  const place = placeIn(contract, word === 'read' && trip.read ? trip.read : operation, trip.id);
  return place?.schema;
};

/** Does a resource show what the address of a PUT calls it: a member that says so again gives way. */
const isNamedByAddress = ({ request, sent }: Exchange, shown: unknown): boolean =>
  sent.method === 'PUT' && ['string', 'number'].includes(typeof shown) && Object.values(request.pathValues).includes(String(shown));

/** Does the description of a member, in an answer, say that it is null at times: in one that shows only a part, too. */
const isDescribedAsNull = ({ document }: Contract, answered: Schema, member: string): boolean =>
  partsOf(document, membersOf(document, answered).get(member) ?? true).some(
    ({ description }) => typeof description === 'string' && /\bnull\b/iu.test(description),
  );

/** Does a read after a write show a value of a member. */
const isShownLater = (looks: readonly Look[], member: string): boolean =>
  looks.some(({ word, resource }) => word === 'read' && (resource[member] ?? null) !== null);

/** Do the answers to a body show it. */
export const judgeSent = (contract: Contract, trip: Trip, sent: Sent | undefined, only?: readonly string[]): Judged => {
  // Nothing was looked at after a creation that is only accepted; one that shows the resource itself, such as a queued export, was.
  if (!sent || !isSuccess(sent.exchange) || (statusOf(sent.exchange) === 202 && sent.operation.key !== trip.create.key)) return none;
  const { operation, body, exchange, looks } = sent;
  const asked = schemaOf(describedBy(trip, operation));
  const members = membersOf(contract.document, asked);
  const now = { ...sent.before, ...body };
  const meant = Object.fromEntries(
    Object.entries(body).filter(([name]) => only?.includes(name) !== false && !isOfOtherValue(contract.document, members, name, now)),
  );
  return joined(
    looks.map((look): Judged => {
      const answered = shownSchema(contract, trip, look, operation);
      if (answered === undefined) return none;
      const times = [...comparableMembers(contract, asked, answered).keys()].filter((name) => meant[name] !== undefined).length;
      const departures = departuresIn(contract, { asked, answered }, meant, look.resource).filter(
        ({ member, shown }) =>
          // A list may leave out what is long.
          (shown !== undefined || look.word !== 'list') &&
          !isNamedByAddress(exchange, shown) &&
          !(look.word === 'answer' && shown === null && isDescribedAsNull(contract, answered, member) && isShownLater(looks, member)),
      );
      const broken = departures.map(({ member, sent: value, shown }) =>
        fail(
          {
            code: shown === undefined ? 'sent-not-shown' : 'shown-otherwise',
            where: `/${member}, ${look.word}`,
            expected: `${written(value)}, as the request asked for`,
            actual: shown === undefined ? 'no such member' : written(shown),
          },
          look.exchange === exchange ? [exchange] : [look.exchange, exchange],
        ),
      );
      return { times, broken };
    }),
  );
};

/** Has a name one of these words. */
export const isWordOf = (name: string, ...words: readonly string[]): boolean => wordsOf(name).some((one) => words.includes(one));

/** The keywords of a schema; none of one that is only true or false. */
export const asObject = (schema: Schema): Resource => (isObject(schema) ? schema : {});
