import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { settableMembers } from '../../../generators/settings.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Surroundings } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { settingRows } from '../../scenarios/bodies/setting-rows.ts';
import { creationOfRow } from '../../scenarios/bodies/tried-setting.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { awaitListed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { type Creation, type CreationMember, listedCreations, prerequisitesToCreate } from '../../subjects/creators.ts';
import { holdsValue } from '../../../model/request.ts';

type CreationsListed = {
  /** One for each creation that shows documented settings; those that were refused or not made are left out. */
  readonly listed: readonly Listed[];
  readonly untried: readonly string[];
};

/** What the creations with documented settings look like in their list. They are made once a run, for all checks of settings. */
const creationsListed = defineScenario<{ readonly operation: string }, CreationsListed>({
  id: 'creations-listed',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const { rows } = await session.run(settingRows, { operation: key });
    const listed: Listed[] = [];
    const untried: string[] = [];
    for (const row of rows.keys()) {
      const creation = await orSkipped(creationOfRow(session, key, row));
      const shown = isSkipped(creation) ? creation : await awaitListed(session, operation, creation);
      if (isSkipped(shown)) untried.push(shown.reason);
      else if (shown.kind !== 'not-created') listed.push(shown);
    }
    return { listed, untried };
  },
});

/** What both checks have in common. */
const overCreations = {
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  prerequisites: prerequisitesToCreate,
  cost({ operation }: Creation, { contract }: Surroundings) {
    const settings = settableMembers(contract, operation).length;
    return { requests: 10 + 10 * settings, creates: settings };
  },
  run: ({ operation }: Creation, session: Session): Promise<CreationsListed> => session.run(creationsListed, { operation: operation.key }),
} as const;

/** The verdict on all creations; those that were not tried leave a part untried. */
const joined = (verdicts: readonly Verdict[], untried: readonly string[]): Verdict => {
  if (verdicts.length === 0)
    return { kind: 'inconclusive', reason: 'no creation with other settings was accepted', exchanges: [], unseen: true };
  const verdict = joinVerdicts(verdicts);
  return verdict.kind === 'pass' && untried.length > 0 ? { ...verdict, untried } : verdict;
};

export const anyCreationListed = defineProbe<Creation, CreationsListed>({
  id: 'properties/any-creation-listed',
  title: 'Any created resource is in the list under the name it was created with, whatever its settings',
  why: 'Nobody finds a resource that the list leaves out because of one of its settings, and it is paid for all the same.',
  fix: 'List everything that was created, whatever its settings.',
  ...overCreations,
  over: listedCreations,
  judge({ operation }, { listed, untried }, { contract }) {
    const shown = listed.filter(({ kind }) => kind !== 'no-list');
    return joined(
      shown.map((one) => judgeListed(contract, operation, one)),
      untried,
    );
  },
});

const judgeListed = (contract: Contract, operation: Operation, shown: Listed): Verdict => {
  if (shown.kind !== 'not-listed') return pass(1);
  const { creation, unread, last, withinMs } = shown;
  const [first] = unread;
  if (first) return inconclusive('The list could not be read to its end', [first, creation]);
  const names = freshValues(contract, operation, creation.request).map((value) => JSON.stringify(value));
  const finding = {
    code: 'created-not-listed',
    where: 'list',
    expected: `an item named ${names.join(' or ')} within ${withinMs / 1000} s of ${creation.sent.body ?? 'its creation'}`,
    actual: 'no such item in any reading of the list',
  };
  return fail(finding, [creation, last]);
};

export const anyCreationAsAsked = defineProbe<CreationMember, CreationsListed>({
  id: 'properties/any-creation-as-asked',
  title: 'A created resource shows the value that was asked for, whatever else the creation asks for',
  why: 'A value that gets lost when another member is set puts resources where their owner must not have them.',
  fix: 'Store each value as it was sent, whatever other members are set.',
  ...overCreations,
  over: (contract) =>
    listedCreations(contract).flatMap(({ operation }) =>
      bodyMembers(contract, operation)
        .filter(({ conventions }) => conventions.shownAt !== undefined)
        .map((member) => at(member.location, { operation, member })),
    ),
  judge({ member: { name, conventions } }, { listed, untried }) {
    const { shownAt = '' } = conventions;
    const verdicts = listed.flatMap((shown): Verdict[] => {
      const { body } = shown.creation.request;
      const asked = holdsValue(body) && isObject(body.value) ? body.value[name] : undefined;
      if (shown.kind !== 'listed' || asked === undefined) return [];
      const actual = valueAt(shown.item, shownAt);
      if (actual === asked) return [pass(1)];
      const finding = {
        code: 'created-otherwise',
        where: `${shownAt} of the listed item`,
        expected: `${JSON.stringify(asked) ?? 'nothing'}, as ${shown.creation.sent.body ?? 'the creation'} asks for`,
        actual: JSON.stringify(actual) ?? 'nothing',
      };
      return [fail({ ...finding }, [shown.creation])];
    });
    return joined(verdicts, untried);
  },
});
