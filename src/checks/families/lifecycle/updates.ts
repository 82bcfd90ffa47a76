import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, fail, inconclusive, pass, type Probe, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { notMade } from '../../kit/story.ts';
import { statusFinding } from '../../kit/status-finding.ts';
import { hasStatus, isDeclaredSuccess, isRedirect, successWords } from '../../kit/success.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { isNormalised } from '../../subjects/normalised.ts';
import { isSame, isSameValue } from '../../subjects/same-value.ts';
import { steadyLocations } from '../../subjects/steady-members.ts';
import { showsValue, type Update, updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { changeable, locationOf } from '../../subjects/changeable.ts';
import { livesWith, type ResourceTypeOperation } from '../../subjects/resources.ts';
import { idLocationOf, idText, mentions, objectsIn, shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { defineStoryProbe } from './story-probe.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** Updates of resource types that a run can create, where it is documented what can be changed. */
const updates = (contract: Contract): ResourceTypeOperation[] =>
  livesWith(
    contract,
    'update',
    (resourceType) => resourceType.update !== undefined && changeable(contract, resourceType, resourceType.update).length > 0,
  );

type Made = Updated & { readonly id: string };

const defineUpdateProbe = ({
  judge,
  alsoInferred = false,
  suits = () => true,
  ...text
}: CheckText & {
  /** Is it judged of resource types too whose declaration is only inferred? */
  readonly alsoInferred?: boolean;
  /** Which updates are judged; default: all. */
  suits?(subject: ResourceTypeOperation): boolean;
  /** Judges the updates of a resource that was created. */
  judge(subject: ResourceTypeOperation, life: Made, contract: Contract): Verdict | Unconfirmed;
}): Probe<Updated> =>
  defineStoryProbe({
    ...text,
    over: (contract) => updates(contract).filter((one) => (alsoInferred || one.resourceType.presumed === undefined) && suits(one)),
    story: updated,
    words: ['read', 'update'],
    requests: 60,
    judge(subject, { id, ...life }, { contract }) {
      return id === undefined ? notMade(life.creation) : judge(subject, { ...life, id }, contract);
    },
  });

export const updateAccepted = defineUpdateProbe({
  id: 'lifecycle/update-accepted',
  title: 'An update of an existing resource is answered with its documented status',
  why: 'A resource that cannot be changed has to be removed and created again to correct its name.',
  fix: 'Accept at least one documented member in an update, and answer with the documented status.',
  alsoInferred: true,
  judge({ operation, resourceType }, { creation, id, updates: tried }) {
    const answers = tried.map(({ exchange }) => exchange);
    if (answers.length === 0) return inconclusive('Nothing was changed, because the created resource could not be read', [creation]);
    if (answers.some((exchange) => isDeclaredSuccess(operation, exchange))) return pass(answers.length);
    // Other checks judge whether a status is documented; a 404 may be about what the body refers to.
    const isWrong = (exchange: Exchange): boolean =>
      resourceType.presumed
        ? hasStatus(exchange, [405, 501])
        : isSuccess(exchange) || isRedirect(exchange) || hasStatus(exchange, [404, 405, 501]);
    if (resourceType.presumed && answers.some(isSuccess)) return pass(answers.length);
    const first = answers.find(isWrong);
    if (!first) return inconclusive(`Every update was refused: ${answers.map(outcomeOf).join(', ')}`, answers);
    const finding = statusFinding(first, `${successWords(operation)} to an update of ${id}, which exists`);
    return fail({ code: isSuccess(first) ? 'other-success' : 'update-refused', ...finding }, [first, creation]);
  },
});

/** An update that was accepted, and the member that it changed. */
type Accepted = Update & { readonly declared: BodyMember };

const acceptedUpdates = (contract: Contract, resourceType: ResourceType, update: Operation, tried: readonly Update[]): Accepted[] => {
  const members = changeable(contract, resourceType, update);
  return tried.flatMap((one) => {
    const declared = members.find(({ name }) => name === one.member);
    return declared && isSuccess(one.exchange) ? [{ ...one, declared }] : [];
  });
};

/** Which value of a changed member a read shows: the new one, the old one, or neither. */
const seenIn = (
  resourceType: ResourceType,
  exchange: Exchange,
  id: string,
  { declared, value, before }: Accepted,
): 'new' | 'old' | 'neither' => {
  if (!isSuccess(exchange)) return 'neither';
  if (showsValue(resourceType, 'read', exchange, id, declared, value)) return 'new';
  const old = before && valueAt(before, locationOf(declared));
  const now = shownResource(resourceType, 'read', exchange, id);
  const shown = now && valueAt(now, locationOf(declared));
  if (resourceType.presumed) return seenOfPresumed(exchange, value, old, shown);
  if (old !== undefined && shown !== undefined && isSame(old, shown)) return 'old';
  // A list with all the new items shows the new value.
  if (Array.isArray(value) && Array.isArray(shown) && value.every((one) => shown.some((other) => isSame(one, other)))) return 'new';
  return typeof old === 'string' && mentions(jsonOf(exchange), old) ? 'old' : 'neither';
};

/** The same of a resource type that is only inferred: a server may normalise what it is sent, and a cache may show what was. */
const seenOfPresumed = (exchange: Exchange, sent: unknown, old: unknown, shown: unknown): 'new' | 'old' | 'neither' => {
  if (old === undefined || shown === undefined || isCached(exchange)) return 'neither';
  if (!isSame(old, shown)) return 'new';
  return typeof sent === 'string' && isNormalised(sent, shown) ? 'new' : 'old';
};

/** Judges whether reads show what accepted updates changed, for the updates that `isMeant` selects. */
const judgeKept = (
  contract: Contract,
  { resourceType, operation }: ResourceTypeOperation,
  { id, creation, updates: tried }: Made,
  isMeant: (update: Accepted) => boolean,
): Verdict | Unconfirmed => {
  const meant = acceptedUpdates(contract, resourceType, operation, tried).filter(isMeant);
  if (meant.length === 0)
    return inconclusive('No update was accepted whose effect could be read', [...tried.map(({ exchange }) => exchange), creation]);
  const open: Accepted[] = [];
  for (const one of meant) {
    if (one.reads.some((read) => seenIn(resourceType, read, id, one) === 'new')) continue;
    const last = one.reads.at(-1);
    if (!last || seenIn(resourceType, last, id, one) !== 'old') {
      open.push(one);
      continue;
    }
    const finding = {
      code: 'update-not-kept',
      where: locationOf(one.declared),
      expected: `${written(one.value)}, as the update asked for`,
      actual: 'the value from before, in every read after it',
    };
    return unconfirmed(fail(finding, [last, one.exchange]));
  }
  const [first] = open;
  if (first && open.length === meant.length)
    return inconclusive('Reads show neither the old nor the new value', [first.exchange, ...first.reads.slice(-1)]);
  return pass(meant.length - open.length);
};

export const updateKept = defineUpdateProbe({
  id: 'lifecycle/update-kept',
  title: 'Later reads of a resource show an accepted update',
  why: 'After a success that changes nothing, the client has a wrong picture of the resource.',
  fix: 'Store the change before the update is answered, on the resource that the path names.',
  alsoInferred: true,
  judge(subject, life, contract) {
    const { resourceType } = subject;
    for (const update of resourceType.presumed ? [] : life.updates) {
      const other = otherResourceIn(resourceType, update, life.id);
      if (other === undefined) continue;
      const finding = {
        code: 'other-thing-updated',
        where: idLocationOf(resourceType),
        expected: `"${life.id}"`,
        actual: `"${other}", with the new value`,
      };
      return fail(finding, [update.exchange]);
    }
    // After 202 (RFC 9110, section 15.3.3) the change may come later, or not at all.
    const isDone = ({ exchange }: Update): boolean => !resourceType.presumed || statusOf(exchange) !== 202;
    return judgeKept(contract, subject, life, (update) => update.reads.length > 0 && isDone(update));
  },
});

/** The id of another resource that the answer to an update shows with the value that was sent. */
const otherResourceIn = (resourceType: ResourceType, { exchange, value }: Update, id: string): string | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  if (body === undefined || typeof value !== 'string' || !value.startsWith('ct-') || mentions(body, id)) return undefined;
  return objectsIn(body)
    .filter(({ resource }) => Object.values(resource).includes(value))
    .map(({ resource }) => idText(valueAt(resource, idLocationOf(resourceType))))
    .find((one) => one !== undefined);
};

export const updateIsConfirmedLater = defineUpdateProbe({
  id: 'lifecycle/update-is-confirmed-later',
  title: 'Later reads of a resource show an update that its own answer confirmed',
  why: 'The answer reported the change, so that nobody reads again, and the old value stays.',
  fix: 'Answer an update with what was stored, not with what was sent.',
  judge: (subject, life, contract) =>
    judgeKept(
      contract,
      subject,
      life,
      ({ reads, exchange, declared, value }) =>
        reads.length > 0 && showsValue(subject.resourceType, 'update', exchange, life.id, declared, value),
    ),
});

export const updateLeavesTheRest = defineUpdateProbe({
  id: 'lifecycle/update-leaves-the-rest',
  title: 'An update changes the members that it names and leaves the others',
  why: 'A client that corrects a name sends only the name, and must not lose the other values.',
  fix: 'Change only the members that the body names, and replace a list by the one that is sent.',
  alsoInferred: true,
  // A PUT replaces the resource, so that what it does not name may go (RFC 9110, section 9.3.4).
  suits: ({ resourceType, operation }) => resourceType.presumed === undefined || actsAs(operation) === 'PATCH',
  judge(subject, { id, creation, updates: tried }, contract) {
    const { resourceType, operation } = subject;
    const verdicts = acceptedUpdates(contract, resourceType, operation, tried).flatMap(
      (one) => (resourceType.presumed ? judgePlainRest(contract, subject, id, one) : judgeRest(contract, resourceType, id, one)) ?? [],
    );
    const broken = verdicts.find(({ kind }) => kind === 'fail');
    if (broken) return broken;
    if (verdicts.length > 0) return pass(verdicts.length);
    return inconclusive('No update was accepted, or reads do not show the members', [...tried.map(({ exchange }) => exchange), creation]);
  },
});

/**
 * Of a resource type that is only inferred: is a value lost that creations and updates can set, and that this update did not name. Another value in its place
 * may be computed. Undefined where there is nothing to compare.
 */
const judgePlainRest = (
  contract: Contract,
  { resourceType, operation }: ResourceTypeOperation,
  id: string,
  update: Accepted,
): Verdict | undefined => {
  const { before, reads, declared, exchange } = update;
  const after = reads.find((read) => seenIn(resourceType, read, id, update) === 'new');
  const resource = after && shownResource(resourceType, 'read', after, id);
  if (!before || !after || !resource || statusOf(exchange) === 202) return undefined;
  const asked = bodyMembers(contract, resourceType.create).map(locationOf);
  const changed = bodyMembers(contract, operation).map(locationOf);
  const held = asked.filter((where) => where !== locationOf(declared) && changed.includes(where) && !isLost(valueAt(before, where)));
  const lost = held.find((where) => isLost(valueAt(resource, where)));
  if (lost === undefined) return held.length > 0 ? pass(held.length) : undefined;
  const finding = { code: 'rest-changed', where: lost, expected: written(valueAt(before, lost)), actual: written(valueAt(resource, lost)) };
  return fail(finding, [after, exchange]);
};

const isLost = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Undefined where there is nothing to compare. */
const judgeRest = (contract: Contract, resourceType: ResourceType, id: string, update: Accepted): Verdict | undefined => {
  const { before, reads, declared, value, exchange } = update;
  const after = reads.find((read) => seenIn(resourceType, read, id, update) === 'new') ?? reads.findLast(isSuccess);
  const resource = after && shownResource(resourceType, 'read', after, id);
  if (!before || !after || !resource) return undefined;
  const own = locationOf(declared);
  const differs = (where: string, expected: unknown, actual: unknown, evidence: Exchange = after): Verdict =>
    fail({ code: 'rest-changed', where, expected: written(expected), actual: written(actual) }, [evidence, exchange]);
  let judged = 0;
  const steady = steadyLocations(contract, resourceType).filter(
    (one) => one !== own && !one.startsWith(`${own}/`) && !own.startsWith(`${one}/`),
  );
  for (const location of steady) {
    const old = valueAt(before, location);
    if (old === undefined) continue;
    judged += 1;
    const now = valueAt(resource, location);
    if (!isSameValue(old, now)) return differs(location, old, now);
  }
  const { state } = resourceType.convention;
  for (const answer of state === undefined ? [] : [after, exchange]) {
    const held = shownResource(resourceType, answer === after ? 'read' : 'update', answer, id);
    const old = stateIn(resourceType, before, before);
    if (!held || typeof old !== 'string' || old === '') continue;
    judged += 1;
    const now = stateIn(resourceType, jsonOf(answer), held);
    if (typeof now !== 'string' || now === '') {
      if (answer === after || now !== undefined) return differs(state ?? 'state', old, now, answer);
    }
  }
  const list = valueAt(resource, own);
  if (Array.isArray(value) && Array.isArray(list)) {
    judged += 1;
    if (!isSameValue(value, list)) return differs(own, value, list);
  }
  return judged > 0 ? pass(judged) : undefined;
};
