import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Stage, unconfirmed } from '../../kit/define.ts';
import { once } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { type CreationMember, creationMembers, prerequisitesToCreate } from '../../subjects/creators.ts';
import { type MistakenBody, mistakenBodies, type MistakenMember, mistakenMembers, typedMembers } from '../../subjects/mistaken-bodies.ts';
import { anyTexts } from '../../subjects/texts-of-ours.ts';
import { cutOff, type Mistake, type Mistaken, mistakePrerequisites, otherType, whereOf } from './mistake.ts';

/** A client mistake that must not be answered with a 5xx. */
type NotFailed<S extends Mistaken> = CheckText & {
  over(contract: Contract): readonly S[];
  readonly prerequisites: typeof mistakePrerequisites;
  readonly stage: Stage;
  /** The most resources that the request creates. */
  readonly creates: number;
  readonly mistake: Mistake<S>;
};

/** Judges whether a client mistake was answered with a 5xx. A 5xx counts only if it recurs. */
const notFailed = <S extends Mistaken>({ over, prerequisites, stage, creates, mistake, ...text }: NotFailed<S>): Probe<Exchange> =>
  defineProbe<S, Exchange>({
    ...text,
    phase: 'mutate',
    stage,
    exclusive: 'collection',
    over,
    prerequisites,
    cost: () => ({ requests: 1, creates }),
    run: async (subject, session) => once(session, mistake.request(session, subject)),
    judge(subject, exchange) {
      const status = statusOf(exchange);
      const words = mistake.words(subject);
      if (status === undefined || status === 429) return inconclusive(`There was ${outcomeOf(exchange)} to ${words}`, [exchange]);
      if (status < 500) return pass(1);
      const finding = { code: 'server-error', where: whereOf(subject), expected: `a 4xx to ${words}`, actual: `status ${status}` };
      return unconfirmed(fail(finding, [exchange]));
    },
  });

export const unparsableNotFailed = notFailed<MistakenBody>({
  id: 'body/unparsable-not-failed',
  title: 'A body that is not JSON is not answered with a 5xx',
  why: 'Clients repeat a request after a 5xx, and a broken body stays broken.',
  fix: 'Catch the error of the parser, and answer the documented 4xx.',
  reads: 'refusals.unparsable',
  stage: 'refusals',
  over: (contract) => mistakenBodies(contract, 'unparsable'),
  prerequisites: mistakePrerequisites,
  creates: 0,
  mistake: cutOff,
});

export const wrongTypeNotFailed = notFailed<MistakenMember>({
  id: 'body/wrong-type-not-failed',
  title: 'A member of another JSON type is not answered with a 5xx',
  why: 'Clients repeat a request after a 5xx, and the type stays wrong.',
  fix: 'Check the type of each member before it is used, and answer the documented 4xx.',
  reads: 'refusals.type',
  stage: 'refusals',
  over: (contract) => mistakenMembers(contract, 'type', typedMembers),
  prerequisites: mistakePrerequisites,
  creates: 0,
  mistake: otherType,
});

/** The length of a text that is hardly ever intended but that any server can read, in letters. */
const letters = 5000;

export const longTextNotFailed = notFailed<CreationMember>({
  id: 'body/long-text-not-failed',
  title: 'A text of thousands of letters is not answered with a 5xx',
  why: 'Clients repeat a request after a 5xx, and a long text stays long.',
  fix: 'Check the length before the text is stored, and answer the documented 4xx.',
  stage: 'using',
  over: (contract) => creationMembers(contract, anyTexts),
  prerequisites: prerequisitesToCreate,
  creates: 1,
  mistake: {
    request(session, { operation, member: { name } }) {
      const value = `${session.fresh(`very-long-${name}`)}-`.padEnd(letters, 'abcdefghij');
      return requestAsSet(session, { operation: operation.key, settings: [{ member: name, value }], purpose: `very-long-${name}` });
    },
    words: ({ member }) => `"${member.name}" of ${letters} letters`,
  },
});
