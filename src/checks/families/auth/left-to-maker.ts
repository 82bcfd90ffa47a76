import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { redacted } from '../../../model/mask.ts';
import { holdsValue, type LesserName, lesserNames } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { once, type Session } from '../../kit/session.ts';
import { creationBy } from '../../requests/creation-by.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { lesserPrerequisite } from '../../scenarios/credentials/lesser-callers.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { type Inferred, inferredThing } from '../../scenarios/lifecycle/inferred-resource.ts';
import { madeByVisitor } from '../../scenarios/credentials/made-by-visitor.ts';
import { type LeftToMaker, leftToMakers } from '../../subjects/left-to-maker.ts';
import { valuesFor } from '../../subjects/own-resources.ts';

/** Do two resources show in a member that they were made by different ones. */
const isByOther = (mine: unknown, theirs: unknown, by: readonly string[]): boolean =>
  isObject(mine) &&
  isObject(theirs) &&
  by.some((name) => {
    const [one, other] = [mine[name], theirs[name]];
    const isShown = [one, other].every((value) => value !== undefined && value !== null && value !== '');
    return isShown && JSON.stringify(one) !== JSON.stringify(other);
  });

/**
 * Does a member show of two resources no more than that a user of the run made each, where the document says that this is who sends, and the users are different ones: the name of a user is
 * masked with the password.
 */
const isByOtherUser = (session: Session, mine: unknown, theirs: Exchange, by: readonly string[], who: LesserName): boolean => {
  const shown = jsonOf(theirs);
  const isBasic = theirs.sent.headers.some(([name, value]) => name.toLowerCase() === 'authorization' && /^basic /iu.test(value));
  const isMasked = isObject(mine) && isObject(shown) && by.some((name) => mine[name] === redacted && shown[name] === redacted);
  return isBasic && isMasked && session.areOfOtherUsers?.('key', who) === true;
};

/** At most so many creations show that a caller is none of those who may do it as well. */
const mostClosed = 3;

/** Is a caller none of those who may do it besides the maker: it is refused what is for them alone, and the key is not. */
const isNoneOf = async (session: Session, closed: readonly Operation[], who: LesserName): Promise<boolean> => {
  for (const operation of closed.slice(0, mostClosed)) {
    const made = await orSkipped(session.run(created, { operation: operation.key }));
    if (isSkipped(made) || !isSuccess(made.exchange)) continue;
    const answer = await orSkipped(once(session, creationBy(session, operation, who)));
    if (!isSkipped(answer)) return statusOf(answer) === 403;
  }
  return false;
};

/** Tries it as one caller that did not make the resource. */
const tryAs = async (session: Session, subject: LeftToMaker, mine: Inferred, who: LesserName): Promise<Exchange> => {
  const { by, closed, isCaller, isBeside, sentence: _sentence, ...onOwn } = subject;
  const { operation, resourceType } = onOwn;
  const theirs = await madeByVisitor(session, resourceType, who);
  if (!theirs) throw new Undecidable(`The credential "${who}" makes no such resource itself, so that nothing shows who it is`, []);
  const { body } = theirs.creation.request;
  const sent = holdsValue(body) && isObject(body.value) ? Object.keys(body.value) : [];
  // What was sent in it tells nothing about who sends.
  const told = closed ? by.filter((name) => !sent.includes(name)) : by;
  const isOtherUser = isCaller && isByOtherUser(session, mine.shown, theirs.creation, told, who);
  if (!isOtherUser && !isByOther(mine.shown, jsonOf(theirs.creation), told))
    throw new Undecidable(`Nothing in ${by.join(', ')} shows that the credential "${who}" is somebody else`, [theirs.creation]);
  if (closed && !(await isNoneOf(session, closed, who)))
    throw new Undecidable(`Nothing shows that the credential "${who}" is none of those who may do it as well`, [theirs.creation]);
  // What comes about with a resource is one that the key made for that.
  const pathValues = isBeside ? {} : valuesFor(onOwn, mine.pathValues);
  if (!pathValues) throw new NotTried('unsupported', `Nothing shows what the path of ${operation.key} names`);
  const request = usableRequest(session, operation, 'left-to-maker', isBeside ? {} : { pathValues });
  return session.send({ ...request, credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] });
};

export const leftToMakerRefused = defineProbe<LeftToMaker, Exchange>({
  id: 'auth/left-to-maker-refused',
  title: 'What the document leaves to whoever made a resource is refused to another caller of the same account',
  why: 'Colleagues put words into the mouth of somebody who never said them.',
  fix: 'Compare who calls with who made the resource, and answer 403.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: leftToMakers,
  prerequisites: ({ operation, resourceType, closed }, around) => [
    { kind: 'credential', name: 'key' },
    closed ? lesserPrerequisite(around) : { kind: 'credential', name: 'second' },
    ...prerequisitesFor(resourceType.create, around),
    ...permissionsFor(operation),
  ],
  cost: ({ closed }) => (closed ? { requests: 24 + 6 * mostClosed, creates: 3 + 2 * mostClosed } : { requests: 12, creates: 2 }),
  async run(subject, session) {
    const { operation, resourceType, closed } = subject;
    if ((session.callerOf?.(resourceType.create.key) ?? 'key') !== 'key')
      throw new NotTried('not-applicable', `The credential "key" may not create what ${operation.key} is about`);
    const mine = await session.run(inferredThing, {
      resourceType: resourceType.name,
      use: 'spare',
      for: operation.key,
      turn: 'left-to-maker',
    });
    if (!closed) return tryAs(session, subject, mine, 'second');
    const failures: Error[] = [];
    const answers: Exchange[] = [];
    for (const who of lesserNames.filter((one) => session.target.credentials.includes(one))) {
      try {
        answers.push(await tryAs(session, subject, mine, who));
      } catch (error) {
        if (!(error instanceof Undecidable) && !(error instanceof NotTried && error.because !== 'stopped')) throw error;
        failures.push(error);
      }
      if (answers.some(isSuccess)) break;
    }
    const answer = answers.find(isSuccess) ?? answers[0];
    if (answer) return answer;
    throw failures[0] ?? new NotTried('missing-prerequisite', 'needs the credential "restricted"');
  },
  judge({ operation, sentence }, exchange) {
    if (isSuccess(exchange) && statusOf(exchange) !== 202) {
      const finding = {
        code: 'other-than-maker-accepted',
        where: 'credential',
        expected: `a refusal of ${operation.key} to who did not make the resource ("${sentence.trim()}")`,
        actual: outcomeOf(exchange),
      };
      return unconfirmed(fail(finding, [exchange]));
    }
    return [403, 404].includes(statusOf(exchange) ?? 0) ? pass(1) : inconclusive(`It was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});
