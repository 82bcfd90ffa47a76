import { createHash } from 'node:crypto';
import { itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import type { Operation } from '../../../contract/model.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Setting } from '../../../generators/body-with.ts';
import { memberValue } from '../../../generators/member-value.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { isOfPart, type Placeholder, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { dayMs, dayOf, wholeSeconds } from '../../kit/days.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { controlCost, isControlled } from '../../scenarios/calls/control.ts';
import { belowOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { idText } from '../../subjects/shown-resource.ts';
import type { State } from '../../subjects/state-mentions.ts';
import { type NamingFit, type UnfitReference, unfitReferences } from '../../subjects/unfit-references.ts';

/** A resource of the run in the state, by the answer that shows it. */
type Unfit = {
  readonly creation: Exchange;
  readonly shown: Exchange;
  readonly pathValues: PathValues;
  /** It was fit for the same request before. */
  readonly isBrought?: true;
};

type Result = {
  /** What was created to be brought to the state. */
  readonly creation: Exchange;
  /** Undefined where nothing was seen to be in it. */
  readonly unfit: Unfit | undefined;
  readonly answer: Exchange | undefined;
  /** Is a request of this kind accepted where what it names is fit. */
  readonly control: boolean;
};

/** How long the state of a resource may be unknown to what looks at it, in milliseconds. */
const longestMs = 5000;

/** Does an answer show a resource in a state: by itself, or inside one member. */
const showsState = (answer: Exchange, { member, value }: State, isTimed: boolean): boolean => {
  const json = jsonOf(answer);
  const inner = isObject(json) ? [json, ...Object.values(json).filter(isObject)] : [];
  const shown = inner.find((one) => Object.hasOwn(one, member))?.[member];
  const isSameMoment =
    typeof shown === 'string' && typeof value === 'string' && isMoment.test(value) && Date.parse(shown) === Date.parse(value);
  return isSuccess(answer) && (isTimed ? typeof shown === 'string' : shown === value || isSameMoment);
};

const isMoment = /^\d{4}-\d\d-\d\d(?:T|$)/u;

/** What is named is over so many days from now, at least; the time of the request begins a day before, and ends so many days after that. */
const overInDays = 40;
const daysBeyond = 2;
/** So many times that have nothing in common are drawn from: what one request took may not be free for the next. */
const mostTimes = 30;

/** Something that is over before the end of the time of the request, with the days or moments of a run, and what the request sets for that. */
const dated = (session: Session, subject: UnfitReference): { readonly subject: UnfitReference; readonly times: readonly Setting[] } => {
  const { until } = subject;
  if (!until) return { subject, times: [] };
  const drawn = Number.parseInt(createHash('sha256').update(session.fresh('over-before-its-end')).digest('hex').slice(0, 8), 16);
  const noon = Math.floor(session.now() / dayMs) * dayMs + dayMs / 2 + (drawn % mostTimes) * (daysBeyond + 2) * dayMs;
  const timeIn = (days: number, isDay: boolean): string => {
    const moment = noon + days * dayMs;
    return isDay ? dayOf(moment) : wholeSeconds(moment);
  };
  const setting = { member: until.member, value: timeIn(overInDays, until.isDay) };
  return {
    subject: { ...subject, setting, state: { ...subject.state, value: setting.value } },
    times: [
      ...(until.begin === undefined ? [] : [{ member: until.begin, value: timeIn(overInDays - 1, until.areDays) }]),
      { member: until.end, value: timeIn(overInDays + daysBeyond, until.areDays) },
    ],
  };
};

/** What brings a resource to a state: a value, or a time of yesterday where the time since when it holds is the state. */
const settingOf = (session: Session, { setting, timed }: UnfitReference): Setting => {
  if (timed === undefined) return setting;
  const moment = new Date(session.now() - dayMs).toISOString();
  return { member: setting.member, value: timed === 'date' ? moment.slice(0, 10) : moment };
};

/** Texts that a creation needs, and that name nothing, with other values than printed ones. */
const otherTexts = (session: Session, create: Operation, purpose: string): readonly Setting[] =>
  bodyMembers(session.contract, create).flatMap((member) => {
    const isListed = isObject(member.schema) && member.schema['enum'] !== undefined;
    const isText = member.required && !isListed && typesOf(member.schema).includes('string');
    if (!isText || referenceAt(session.contract, create, [member.name])) return [];
    const made = memberValue(create, member, makingFor(session, purpose), 'fresh');
    return made.kind === 'value' ? [{ member: member.name, value: made.value }] : [];
  });

/** Creates a resource in the state, or changes a new one to it. */
const madeUnfit = async (session: Session, reference: UnfitReference): Promise<Omit<Result, 'answer' | 'control'>> => {
  const { operation, resourceType, state, timed, isChosen, isBrought, change } = reference;
  const setting = settingOf(session, reference);
  const isTimed = timed !== undefined;
  const { create } = resourceType;
  // Of what comes to no other state than that of a new one, one resource tells for all states.
  const label = isChosen || change ? state.name.replaceAll(' ', '-') : 'new';
  const purpose = `unfit-${operation.path.split('/').at(-1) ?? ''}-${label}`;
  const settings = isChosen ? [setting] : [];
  const first = await session.run(creationAsSet, { operation: create.key, settings, purpose });
  // What its example prints may be taken by one that was created before.
  const others = statusOf(first) === 409 ? otherTexts(session, create, `${purpose}-other`) : [];
  const creation =
    others.length === 0
      ? first
      : await session.run(creationAsSet, { operation: create.key, settings: [...others, ...settings], purpose: `${purpose}-other` });
  const resource = isSuccess(creation) ? createdResource(resourceType, creation, session.target.baseUrl) : undefined;
  if (resource?.kind !== 'known') return { creation, unfit: undefined };
  const { pathValues } = resource;
  if (showsState(creation, state, isTimed)) return { creation, unfit: { creation, shown: creation, pathValues } };
  if (!change && isBrought)
    return { creation, unfit: await broughtByFirst(session, reference, { creation, shown: creation, pathValues }, purpose) };
  if (!change) return { creation, unfit: undefined };
  const changed = await session.send(
    usableRequest(session, change, purpose, {
      pathValues: inPath(change.path, valuesAlong(itemOf(resourceType).path, pathValues)),
      body: { kind: 'json', value: { [setting.member]: setting.value } },
    }),
  );
  return { creation, unfit: showsState(changed, state, isTimed) ? { creation, shown: changed, pathValues } : undefined };
};

/** The id that stands for a placeholder of the type: that of the resource, or of a part that its creation shows. */
const idFor = ({ creation, pathValues }: Unfit, placeholder: Placeholder): string | number | undefined => {
  const { parameter = '', otherwise } = placeholder;
  const id = isOfPart(placeholder) ? idText(valueAt(jsonOf(creation), parameter)) : pathValues[parameter];
  return id !== undefined && typeof otherwise === 'number' ? Number(id) : id;
};

/** The request with the resource in the place of the fit one that its body names; undefined where it names none. */
const naming = (request: PlannedRequest, { operation, resourceType }: UnfitReference, unfit: Unfit): PlannedRequest | undefined => {
  const { body } = request;
  if (!holdsValue(body)) return undefined;
  let found = 0;
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one)]));
    const [placeholder] = typeof value === 'string' ? placeholdersIn(value) : [];
    if (placeholder?.resourceType !== resourceType.name || placeholderText(placeholder) !== value) return value;
    const id = idFor(unfit, placeholder);
    if (id !== undefined && !isOfPart(placeholder)) found += 1;
    return id ?? value;
  };
  const value = visit(body.value);
  return found === 0 ? undefined : { ...request, body: askedBody(operation, value), faults: ['value-unusable'] };
};

/** The member that names what is over before the end of a request, with its id. */
const namedBy = ({ contract }: Session, { operation, until }: UnfitReference, { pathValues }: Unfit): readonly Setting[] => {
  const id = Object.values(pathValues).at(-1);
  const named = bodyMembers(contract, operation).find(({ name }) => name === until?.by);
  if (id === undefined || !named) return [];
  return [{ member: named.name, value: typesOf(named.schema).includes('integer') ? Number(id) : id }];
};

/** What the first request that names it brought to the state, as the text of the operation says; undefined where that was not done at once. */
const broughtByFirst = async (session: Session, reference: UnfitReference, fit: Unfit, purpose: string): Promise<Unfit | undefined> => {
  const request = naming(usableRequest(session, reference.operation, `${purpose}-first`), reference, fit);
  if (!request) return undefined;
  const first = await session.send({ ...request, faults: [] });
  return isSuccess(first) && statusOf(first) !== 202 ? { ...fit, shown: first, isBrought: true } : undefined;
};

/** Statuses that refuse what a body names (RFC 9110, section 15.5; RFC 4918, section 11.3). */
const refusals: ReadonlySet<number> = new Set([400, 403, 404, 409, 422, 423]);

const tried = async (session: Session, told: UnfitReference): Promise<Result> => {
  const { subject, times } = dated(session, told);
  const { operation, state, kind, until } = subject;
  const made = await madeUnfit(session, subject);
  if (!made.unfit) return { ...made, answer: undefined, control: false };
  const { unfit } = made;
  const asked = (turn: string, isBelowOwn = false): PlannedRequest | undefined => {
    const purpose = `naming-${turn}${state.name.replaceAll(' ', '-')}`;
    const settings = [...(kind ? [kind] : []), ...times, ...namedBy(session, subject, unfit)];
    const usable =
      settings.length > 0
        ? requestAsSet(session, { operation: operation.key, settings, purpose })
        : usableRequest(session, operation, purpose);
    // One kind of request may be refused for others before it at the same place.
    const own = kind !== undefined || isBelowOwn ? belowOwn(usable) : undefined;
    if (isBelowOwn && !own) return undefined;
    // What may be left out is named all the same.
    return until ? { ...(own ?? usable), faults: ['value-unusable'] } : naming(own ?? usable, subject, unfit);
  };
  const answered = async (turn: string): Promise<Exchange> => {
    const request = asked(turn);
    if (!request) throw new NotTried('not-applicable', `The body of ${operation.key} names no ${subject.resourceType.name} of the run`);
    const exchange = await session.send(request);
    // A conflict may be with what stands at the shared parent already: one of its own has nothing yet.
    const apart = !kind && statusOf(exchange) === 409 ? asked(`${turn}apart-`, true) : undefined;
    const second = apart && (await orSkipped(session.send(apart)));
    return second && !isSkipped(second) && isSuccess(second) ? second : exchange;
  };
  let answer = await answered('');
  // What is over from the first cannot show it late.
  if (isSuccess(answer) && !subject.until) {
    const longest = patienceMs(session.target, 'updated.shown', { presumed: subject.resourceType });
    await session.pause(Math.min(longestMs, longest), 'the state of what was changed may show late');
    answer = await answered('again-');
  }
  return { ...made, answer, control: isSuccess(answer) || unfit.isBrought === true || (await isControlled(session, operation, [answer])) };
};

const judged = (
  { operation, resourceType, state }: UnfitReference,
  { creation, unfit, answer, control }: Result,
): Verdict | Unconfirmed => {
  if (!unfit || !answer) return inconclusive(`${resourceType.create.key} brought nothing to the state "${state.name}"`, [creation]);
  const status = statusOf(answer) ?? 0;
  if (isSuccess(answer) && status !== 202 && status !== 207) {
    const finding = {
      code: 'unfit-accepted',
      where: 'status',
      expected: `a refusal of ${operation.key}, because what its body names is "${state.name}"`,
      actual: `status ${outcomeOf(answer)}`,
    };
    return unconfirmed(fail(finding, [answer, unfit.shown]));
  }
  if (!refusals.has(status)) return inconclusive(`${operation.key} was answered ${outcomeOf(answer)}`, [answer]);
  return control ? pass(1) : inconclusive('No request that names a fit one was accepted, so the refusal may have another reason', [answer]);
};

/** What each state came to; a skipped one could not be tried. */
type Results = readonly (Result | Skipped)[];

export const unfitReferenceRefused = defineProbe<NamingFit, Results>({
  id: 'lifecycle/unfit-reference-refused',
  title: 'A request that names a resource in a state which the document excludes is refused',
  why: 'What is out of service is booked, and whoever comes for it finds it broken.',
  fix: 'Look at the state of what the body names in the transaction that stores the request, and refuse.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...unfitReferences(contract)],
  prerequisites: ({ operation, references: [first] }, around) => [
    ...(first ? prerequisitesFor(first.resourceType.create, around) : []),
    ...prerequisitesFor(operation, around),
  ],
  cost({ operation, references }, { contract }) {
    const { requests, creates } = controlCost(contract, operation);
    return { requests: 10 * references.length + requests, creates: 5 * references.length + creates };
  },
  async run({ references }, session) {
    const results: (Result | Skipped)[] = [];
    for (const one of references) results.push(await orSkipped(tried(session, one)));
    const [first] = results;
    if (first !== undefined && isSkipped(first) && results.every(isSkipped)) throw new NotTried(first.because, first.reason);
    return results;
  },
  judge({ references }, results) {
    const verdicts = references.map((one, n) => {
      const result = results[n];
      return result === undefined || isSkipped(result) ? inconclusive(result?.reason ?? 'Nothing was tried', []) : judged(one, result);
    });
    const failed = verdicts.find((one) => one.kind === 'unconfirmed' || one.kind === 'fail');
    const passed = verdicts.filter((one): one is Verdict => one.kind === 'pass');
    return failed ?? (passed.length > 0 ? joinVerdicts(passed) : (verdicts[0] ?? inconclusive('Nothing was tried', [])));
  },
});
