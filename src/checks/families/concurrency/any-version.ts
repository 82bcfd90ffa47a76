import { parametersIn } from '../../../contract/infer/path-template.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Location, nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idOfMade, parentOf, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';

/** A condition on any version at all (RFC 9110, sections 13.1.1 and 13.1.2), and whether a change of what is there meets it. */
const conditions = [
  { field: 'If-Match', holds: true, code: 'any-version-refused' },
  { field: 'If-None-Match', holds: false, code: 'no-version-ignored' },
] as const;

/** Sentences by which the condition is a list of tags: "take one entity tag, several separated by commas, or `*`", "None of the tags in `If-Match` is the current one". */
const ofSeveral =
  /\b(?:several|multiple|more than one|one or more|list of|separated by commas?|comma[- ]separated|(?:none|one|any) of the)\b/iu;
const aboutTags = /\b(?:entity[- ]?)?tags?\b|\bIf-Match\b/iu;

/** Does the document say that If-Match may have several tags: where the field is described, or elsewhere with its name. */
const takesSeveral = ({ document }: Contract, { location, responses }: Operation, field: Parameter): boolean => {
  const saidAt = (one: Location): readonly string[] => saidIn(valueAt(document, nodeOf(one))).flatMap(sentencesOf);
  const own = saidAt(field.location);
  const elsewhere = [location, ...responses.map((one) => one.location)]
    .flatMap(saidAt)
    .concat(saidIn(document['info']).flatMap(sentencesOf))
    .filter((sentence) => /\bIf-Match\b/iu.test(sentence));
  return [...own, ...elsewhere].some((sentence) => aboutTags.test(sentence) && ofSeveral.test(sentence));
};

/**
 * Is the version that one has seen demanded of every change: the operation describes 428, which is there to keep changes from being lost (RFC 6585, section 3), and `*` would
 * lose them again. Not where the field itself speaks of `*`.
 */
const demandsVersion = ({ document }: Contract, { responses }: Operation, { location }: Parameter): boolean =>
  responses.some(({ status }) => status === '428') &&
  !saidIn(valueAt(document, nodeOf(location))).some((text) =>
    /(?<![\p{L}*])\*(?![\p{L}*])|\bany (?:version|tag)\b|\basterisk\b/iu.test(text),
  );

/** A change that takes such a condition, of a resource that the run can create. */
type Conditional = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly condition: (typeof conditions)[number];
  /** May the condition be a list of tags. */
  readonly takesSeveral: boolean;
  /** Has every change to bring the version that its maker has seen. */
  readonly demandsVersion: boolean;
};

/** The field, where an operation describes it and 412. */
const fieldOf = ({ parameters, responses }: Operation, field: string): Parameter | undefined =>
  responses.some(({ status }) => status === '412')
    ? parameters.find(({ in: where, name }) => where === 'header' && name.toLowerCase() === field.toLowerCase())
    : undefined;

const conditional = (contract: Contract): Conditional[] =>
  contract.standard.size === 0
    ? []
    : roundTrips(contract).flatMap((trip) =>
        parentOf(contract, trip)?.isFlat
          ? []
          : [trip.patch, trip.put].flatMap((operation) =>
              conditions.flatMap((condition): Conditional[] => {
                const field = operation && fieldOf(operation, condition.field);
                const several =
                  condition.holds && operation !== undefined && field !== undefined && takesSeveral(contract, operation, field);
                return operation && field
                  ? [
                      at(field.location, {
                        trip,
                        operation,
                        condition,
                        takesSeveral: several,
                        demandsVersion: demandsVersion(contract, operation, field),
                      }),
                    ]
                  : [];
              }),
            ),
      );

type Result = {
  readonly creation: Exchange;
  readonly change: Exchange | undefined;
  /** The same change on a list of tags, of which the last one is the present one. */
  readonly among: Exchange | undefined;
};

/** The strong tag of a resource, as a read shows it; undefined where none does (RFC 9110, section 13.1.1: weak tags never match). */
const tagOf = async (
  session: Session,
  { trip }: Conditional,
  pathValues: Readonly<Record<string, string>>,
): Promise<string | undefined> => {
  const read = trip.read && (await session.send(usableRequest(session, trip.read, 'any-version', { pathValues })));
  const [tag] = read && isSuccess(read) ? headerValues(read, 'etag') : [];
  return tag?.startsWith('"') === true ? tag : undefined;
};

/** Hexadecimal digits of a tag that nothing has. */
const tagDigits = 16;

export const anyVersionRead = defineProbe<Conditional, Result>({
  id: 'concurrency/any-version-read',
  title: 'A condition on any version is met by what is there, and one on none is not',
  why: 'A client that only wants to create overwrites what is there, and one that only wants to change what is there is refused.',
  fix: 'Read * in If-Match and If-None-Match as any version, before tags are compared.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: conditional,
  prerequisites: ({ trip }, around) => prerequisitesFor(trip.create, around),
  cost: () => ({ requests: 6, creates: 1 }),
  async run(subject, session) {
    const { trip, operation, condition, takesSeveral: several } = subject;
    const { field } = condition;
    const creation = await sendCreation(session, usableRequest(session, trip.create, 'any-version'));
    const id = statusOf(creation) === 202 ? undefined : idOfMade(session.contract, trip, creation);
    if (id === undefined) return { creation, change: undefined, among: undefined };
    const parents = parametersIn(trip.addsTo).map((name) => creation.request.pathValues[name]);
    const request = usableRequest(session, operation, 'any-version', { pathValues: valuesInPath(operation.path, parents, id) });
    const headers = request.headers.filter(([name]) => !/^if-(?:none-)?match$/iu.test(name));
    const sendOn = (value: string): Promise<Exchange> =>
      session.send({ ...request, headers: [...headers, [field, value]], madeUp: [field] });
    const change = await sendOn('*');
    const tag = several && trip.read ? await tagOf(session, subject, valuesInPath(trip.read.path, parents, id)) : undefined;
    return { creation, change, among: tag === undefined ? undefined : await sendOn(`"${session.hex('other-tag', tagDigits)}", ${tag}`) };
  },
  judge({ condition: { field, holds, code }, demandsVersion: isDemanded }, { creation, change, among }) {
    if (!change) return inconclusive(`The creation was answered ${outcomeOf(creation)}`, [creation]);
    const isRefused = statusOf(change) === 412;
    const isDone = isSuccess(change) && statusOf(change) !== 202;
    if (!isRefused && !isDone) return inconclusive(`The change with ${field}: * was answered ${outcomeOf(change)}`, [change, creation]);
    if (isDone === holds && among && statusOf(among) === 412) {
      const wanted = 'the change, because the last tag of the list is the present one, and the document says that there may be several';
      const other = { code: 'tag-in-list-refused', where: field, expected: wanted, actual: `status ${outcomeOf(among)}` };
      return unconfirmed(fail(other, [among, change, creation]));
    }
    if (isDone === holds) return pass(among && isSuccess(among) ? 2 : 1);
    if (holds && isDemanded)
      return inconclusive('Every change has to bring the version that its maker has seen, which * does not', [change, creation]);
    const expected = holds ? 'the change, because the resource is there' : '412, because the resource is there';
    const finding = { code, where: field, expected, actual: `status ${outcomeOf(change)} to ${field}: *` };
    return unconfirmed(fail(finding, [change, creation]));
  },
});
