import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, fail, inconclusive, pass, type Probe, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { notMade } from '../../kit/story.ts';
import { hasStatus, isDeclaredSuccess, isRedirect, successWords } from '../../kit/success.ts';
import { isSame, isSameValue } from '../../subjects/same-value.ts';
import { steadyLocations } from '../../subjects/steady-members.ts';
import { showsValue, type Update, updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { changeable, locationOf } from '../../subjects/changeable.ts';
import { type ResourceTypeOperation, resourceTypesWith } from '../../subjects/resources.ts';
import { idLocationOf, idText, mentions, objectsIn, shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { defineStoryProbe } from './story-probe.ts';

/** Updates of kinds of things that a run can make, and of which the contract says what can be changed. */
const updates = (contract: Contract): ResourceTypeOperation[] =>
  resourceTypesWith(
    contract,
    'update',
    (resourceType) => resourceType.update !== undefined && changeable(contract, resourceType, resourceType.update).length > 0,
  );

type Made = Updated & { readonly id: string };

const defineUpdateProbe = ({
  judge,
  ...text
}: CheckText & {
  /** What became of the updates of a thing that was made. */
  judge(subject: ResourceTypeOperation, life: Made, contract: Contract): Verdict | Unconfirmed;
}): Probe<Updated> =>
  defineStoryProbe({
    ...text,
    over: updates,
    story: updated,
    words: ['read', 'update'],
    requests: 60,
    judge(subject, { id, ...life }, { contract }) {
      return id === undefined ? notMade(life.creation) : judge(subject, { ...life, id }, contract);
    },
  });

export const updateAccepted = defineUpdateProbe({
  id: 'lifecycle/update-accepted',
  title: 'An update of an existing thing is answered with its documented status',
  why: 'A thing that cannot be changed has to be removed and made anew for every correction of its name.',
  fix: 'Take at least one documented member in an update, and answer the documented status.',
  judge({ operation }, { creation, id, updates: tried }) {
    const answers = tried.map(({ exchange }) => exchange);
    if (answers.length === 0) return inconclusive('Nothing was changed: what was created could not be read', [creation]);
    if (answers.some((exchange) => isDeclaredSuccess(operation, exchange))) return pass(answers.length);
    const first = answers.find((exchange) => isSuccess(exchange) || isRedirect(exchange) || hasStatus(exchange, [404, 405, 501]));
    if (!first) return inconclusive(`Every update was refused: ${answers.map(outcomeOf).join(', ')}`, answers);
    const finding = {
      code: isSuccess(first) ? 'other-success' : 'update-refused',
      where: 'status',
      expected: `${successWords(operation)} to an update of ${id}, which is there`,
      actual: `status ${outcomeOf(first)}`,
    };
    return fail(finding, [first, creation]);
  },
});

/** An update that was accepted, beside the member that it changed. */
type Accepted = Update & { readonly declared: BodyMember };

const acceptedUpdates = (contract: Contract, resourceType: ResourceType, update: Operation, tried: readonly Update[]): Accepted[] => {
  const members = changeable(contract, resourceType, update);
  return tried.flatMap((one) => {
    const declared = members.find(({ name }) => name === one.member);
    return declared && isSuccess(one.exchange) ? [{ ...one, declared }] : [];
  });
};

/** What a read says of a value that was changed: the new one, the old one, or neither. */
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
  if (old !== undefined && shown !== undefined && isSame(old, shown)) return 'old';
  // What was added to the old list is there.
  if (Array.isArray(value) && Array.isArray(shown) && value.every((one) => shown.some((other) => isSame(one, other)))) return 'new';
  return typeof old === 'string' && mentions(jsonOf(exchange), old) ? 'old' : 'neither';
};

/** Judges whether reads show what accepted updates changed: those that `isMeant` tells. */
const judgeKept = (
  contract: Contract,
  { resourceType, operation }: ResourceTypeOperation,
  { id, creation, updates: tried }: Made,
  isMeant: (update: Accepted) => boolean,
): Verdict | Unconfirmed => {
  const meant = acceptedUpdates(contract, resourceType, operation, tried).filter(isMeant);
  if (meant.length === 0)
    return inconclusive('No update was accepted that could be looked up', [...tried.map(({ exchange }) => exchange), creation]);
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
  title: 'An accepted update is seen in later reads of the thing',
  why: 'A success that changes nothing leaves the caller with a wrong picture of what it has.',
  fix: 'Store what was changed before the update is answered, on the thing that the path names.',
  judge(subject, life, contract) {
    const { resourceType } = subject;
    for (const update of life.updates) {
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
    return judgeKept(contract, subject, life, ({ reads }) => reads.length > 0);
  },
});

/** The id of another thing that the answer to an update shows with the value that was sent. */
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
  title: 'An update that its own answer confirms is seen in later reads of the thing',
  why: 'The answer said that it was done; nobody looks again, and the old value stays in force.',
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
  why: 'Whoever corrects a name must not lose the rest; nobody sends everything again for one change.',
  fix: 'Change only what the body names, and replace a list by the one that is sent.',
  judge({ resourceType, operation }, { id, creation, updates: tried }, contract) {
    const verdicts = acceptedUpdates(contract, resourceType, operation, tried).flatMap(
      (one) => judgeRest(contract, resourceType, id, one) ?? [],
    );
    const broken = verdicts.find(({ kind }) => kind === 'fail');
    if (broken) return broken;
    if (verdicts.length > 0) return pass(verdicts.length);
    return inconclusive('No update was accepted, or the members are not shown', [...tried.map(({ exchange }) => exchange), creation]);
  },
});

/** Undefined where there is nothing to compare. */
const judgeRest = (contract: Contract, resourceType: ResourceType, id: string, update: Accepted): Verdict | undefined => {
  const { before, reads, declared, value, exchange } = update;
  const after = reads.find((read) => seenIn(resourceType, read, id, update) === 'new') ?? reads.findLast(isSuccess);
  const resource = after && shownResource(resourceType, 'read', after, id);
  if (!before || !after || !resource) return undefined;
  const own = locationOf(declared);
  const differs = (where: string, expected: unknown, actual: unknown, telling: Exchange = after): Verdict =>
    fail({ code: 'rest-changed', where, expected: written(expected), actual: written(actual) }, [telling, exchange]);
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
