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
  readonly reported: KeptText;
  /** The creation that serves everybody, with a text of letters and digits; undefined where nobody compares with it. */
  readonly plain: Exchange | undefined;
};

/** What comes back of a text of ours of one kind in a creation. */
const defineTextProbe = ({
  kind,
  errorResponse,
  comparesPlain = false,
  ...text
}: CheckText & {
  readonly kind: TextKind;
  /** What a refusal of the text says. */
  readonly errorResponse: 'nothing' | 'as good';
  /** Nothing is said where a text of letters and digits does not come back either. */
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
      return { plain, reported: await session.run(keptText, { operation, member: member.name, kind }) };
    },
    judge({ member: { name } }, { plain, reported }) {
      if (plain && isLost(name, plain)) return inconclusive(`A plain "${name}" does not come back unchanged either`, [plain]);
      return errorResponse === 'as good' && isRefused(reported) ? pass(1) : judgeText(name, reported);
    },
  });

/** Is a text that an accepted creation asked for nowhere in its answer. */
const isLost = (member: string, creation: Exchange): boolean => {
  const [body, sent] = [jsonOf(creation), sentMember(creation, member)];
  return isSuccess(creation) && isObject(body) && typeof sent === 'string' && !mentions(body, sent);
};

/** Refusals that say nothing of the text. */
const aboutUs: ReadonlySet<number> = new Set([401, 403, 404, 408, 409, 429]);

const isRefused = ({ creation }: KeptText): boolean => {
  const status = statusOf(creation) ?? 0;
  return status >= 400 && status < 500 && !aboutUs.has(status);
};

/** Judges the text of an accepted creation; one that was not accepted decides nothing. */
const judgeText = (member: string, { sent, creation, shown }: KeptText): Verdict => {
  if (!isSuccess(creation))
    return inconclusive(`A creation with ${written(sent)} in "${member}" was answered ${outcomeOf(creation)}`, [creation]);
  const other = shown.find(({ text }) => typeof text === 'string' && text !== sent);
  if (other) {
    const finding = { code: 'text-changed', where: `/${member}`, expected: written(sent), actual: written(other.text) };
    return fail(finding, [other.exchange, creation]);
  }
  return shown.some(({ text }) => text === sent) ? pass(1) : inconclusive(`No answer shows "${member}" again`, [creation]);
};

export const textKept = defineTextProbe({
  id: 'lifecycle/text-kept',
  title: 'A text with letters outside ASCII comes back unchanged',
  why: 'Names of people and places have such letters; a store that cannot keep them spoils them for good.',
  fix: 'Keep texts as Unicode from the request to the store and back.',
  kind: 'mixed',
  errorResponse: 'nothing',
  comparesPlain: true,
});

export const plainTextKept = defineTextProbe({
  id: 'lifecycle/plain-text-kept',
  title: 'A text with capitals and spaces comes back unchanged',
  why: 'A thing is found again by the name that it was given; one that was rewritten is not.',
  fix: 'Store the text as it was sent, and keep a rewritten form beside it where one is needed.',
  kind: 'plain',
  errorResponse: 'nothing',
});

export const textKeptOrRefused = defineTextProbe({
  id: 'lifecycle/text-kept-or-refused',
  title: 'A text with capitals and letters outside ASCII comes back unchanged or is refused',
  why: 'A refusal can be mended by the caller; a text that was changed in silence is found by nobody.',
  fix: 'Keep texts as they are sent, and refuse those that cannot be kept.',
  kind: 'mixed',
  errorResponse: 'as good',
});

export const longTextKeptOrRefused = defineTextProbe({
  id: 'lifecycle/long-text-kept-or-refused',
  title: 'A very long text comes back unchanged or is refused',
  why: 'A refusal can be mended by the caller; a text that was changed in silence is found by nobody.',
  fix: 'Keep texts as they are sent, and refuse those that cannot be kept.',
  kind: 'long',
  errorResponse: 'as good',
});
