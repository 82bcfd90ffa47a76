import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe } from '../../kit/define.ts';
import { keptText, type KeptText, type TextKind } from './kept-text.ts';
import { freshTexts } from '../../subjects/texts-of-ours.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { creationMembers, prerequisitesToCreate, sentMember } from '../../subjects/creators.ts';
import { mentions } from '../../subjects/shown-resource.ts';

type Result = {
  readonly kept: KeptText;
  /** The creation that all checks share, with a text of letters and digits; undefined where the check does not compare with it. */
  readonly plain: Exchange | undefined;
};

/** Defines a probe of what comes back of a text of one kind that a creation sends. */
const defineTextProbe = ({
  kind,
  refused,
  comparesPlain = false,
  ...text
}: CheckText & {
  readonly kind: TextKind;
  /** Does an error response to the text pass, or is it inconclusive? */
  readonly refused: 'pass' | 'inconclusive';
  /** The probe is inconclusive where a text of letters and digits does not come back either. */
  readonly comparesPlain?: boolean;
}): Probe<Result> =>
  defineProbe({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over: (contract) => creationMembers(contract, freshTexts),
    prerequisites: (creation, around) => prerequisitesToCreate(creation, around),
    cost: () => ({ requests: 5, creates: 1 }),
    async run({ operation: { key: operation }, member }, session) {
      const plain = comparesPlain ? (await session.run(created, { operation })).exchange : undefined;
      return { plain, kept: await session.run(keptText, { operation, member: member.name, kind }) };
    },
    judge({ member: { name } }, { plain, kept }) {
      if (plain && isLost(name, plain)) return inconclusive(`A plain "${name}" does not come back unchanged either`, [plain]);
      return refused === 'pass' && isRefused(kept) ? pass(1) : judgeText(name, kept);
    },
  });

/** Is a text that an accepted creation sent missing from its answer? */
const isLost = (member: string, creation: Exchange): boolean => {
  const [body, sent] = [jsonOf(creation), sentMember(creation, member)];
  return isSuccess(creation) && isObject(body) && typeof sent === 'string' && !mentions(body, sent);
};

/** Statuses of error responses that are not about the text. */
const notAboutTheText: ReadonlySet<number> = new Set([401, 403, 404, 408, 409, 429]);

const isRefused = ({ creation }: KeptText): boolean => {
  const status = statusOf(creation) ?? 0;
  return status >= 400 && status < 500 && !notAboutTheText.has(status);
};

/** Judges the text of an accepted creation; inconclusive where it was not accepted. */
const judgeText = (member: string, { sent, creation, shown }: KeptText): Verdict => {
  if (!isSuccess(creation))
    return inconclusive(`A creation with ${written(sent)} in "${member}" was answered ${outcomeOf(creation)}`, [creation]);
  const other = shown.find(({ text }) => typeof text === 'string' && text !== sent);
  if (other) {
    const finding = { code: 'text-changed', where: `/${member}`, expected: written(sent), actual: written(other.text) };
    return fail(finding, [other.exchange, creation]);
  }
  return shown.some(({ text }) => text === sent) ? pass(1) : inconclusive(`No answer shows "${member}"`, [creation]);
};

export const textKept = defineTextProbe({
  id: 'lifecycle/text-kept',
  title: 'A text with letters outside ASCII comes back unchanged',
  why: 'Names of people and towns have such letters. A server that cannot store them corrupts them for good.',
  fix: 'Keep texts as Unicode from the request to the storage and back.',
  kind: 'mixed',
  refused: 'inconclusive',
  comparesPlain: true,
});

export const plainTextKept = defineTextProbe({
  id: 'lifecycle/plain-text-kept',
  title: 'A text with capitals and spaces comes back unchanged',
  why: 'Clients look for a resource by the name that they gave it, and do not find a rewritten one.',
  fix: 'Store the text as it was sent, and keep a rewritten form beside it where one is needed.',
  kind: 'plain',
  refused: 'inconclusive',
});

export const textKeptOrRefused = defineTextProbe({
  id: 'lifecycle/text-kept-or-refused',
  title: 'A text with capitals and letters outside ASCII comes back unchanged or is refused',
  why: 'A client can react to an error response, but nobody notices a text that was changed without notice.',
  fix: 'Keep texts as they are sent, and refuse those that cannot be kept.',
  kind: 'mixed',
  refused: 'pass',
});

export const longTextKeptOrRefused = defineTextProbe({
  id: 'lifecycle/long-text-kept-or-refused',
  title: 'A very long text comes back unchanged or is refused',
  why: 'A client can react to an error response, but nobody notices a text that was changed without notice.',
  fix: 'Keep texts as they are sent, and refuse those that cannot be kept.',
  kind: 'long',
  refused: 'pass',
});
