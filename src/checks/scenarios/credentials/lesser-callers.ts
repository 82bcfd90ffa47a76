import { kindsByBeginning } from '../../subjects/kinds-by-beginning.ts';
import { toldRoles, type Whom } from '../../../contract/infer/roles/hidden.ts';
import { roleOfValue } from '../../../contract/infer/roles/spelled.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type LesserName, lesserNames } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  inconclusive,
  NotTried,
  type ProbePrerequisite,
  type Surroundings,
  type Unconfirmed,
  unconfirmed,
  Undecidable,
} from '../../kit/define.ts';
import { withOptional } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, once, type Session } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
import { idOfCaller } from './ids-of-callers.ts';
import { deducedRoles, isNotOfRole, refusedForScope } from './deduced-role.ts';
import { readsOfSelf } from '../../subjects/reads-of-self.ts';

/** Objects in an answer are looked into so deep. */
const deepest = 3;

/** The texts of all members that are called a role, such as `role`, `roles` and `user.role`. */
const rolesIn = (value: unknown, depth = 0): readonly string[] => {
  if (!isObject(value) || depth > deepest) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    ['role', 'roles'].includes(wordsOf(name).at(-1) ?? '')
      ? [one].flat().filter((text) => typeof text === 'string')
      : rolesIn(one, depth + 1),
  );
};

/** The roles that the caller is told of itself, as the stems of their names: one of the document, or none. */
const toldRole = async (session: Session, credential: LesserName): Promise<string | undefined> => {
  const { full, lesser } = toldRoles(session.contract.document);
  for (const operation of readsOfSelf(session.contract)) {
    const read = await orSkipped(once(session, readWith(session, operation, credential)));
    const told = isSkipped(read) || !isSuccess(read) ? [] : rolesIn(jsonOf(read)).map((one) => roleOfValue(session.contract.document, one));
    const known = [...new Set(told)].filter((one) => lesser.has(one) || full.has(one));
    if (known.length === 1) return known[0];
  }
  return undefined;
};

/**
 * The roles that a credential may have, as the stems of their names; empty where nothing tells it. One: what the operator says of it, or what the caller is told of itself. Else that of `restricted` is the only one of the
 * document with less than all rights, unless what the service lets it do does not fit that; the others may well be full keys. Where there are several, that may fit
 * some of them.
 */
const rolesOf = defineScenario<{ readonly credential: LesserName }, readonly string[]>({
  id: 'roles-of-credential',
  async run(session, { credential }) {
    const { full, lesser } = toldRoles(session.contract.document);
    if (full.size + lesser.size === 0) return [];
    const given = session.target.roles?.[credential];
    const named = given === undefined ? undefined : roleOfValue(session.contract.document, given);
    if (named !== undefined && (full.has(named) || lesser.has(named))) return [named];
    const told = await toldRole(session, credential);
    if (told !== undefined) return [told];
    const [only] = lesser;
    if (credential !== 'restricted' || only === undefined || lesser.size > 1) return session.run(deducedRoles, { credential });
    return (await session.run(isNotOfRole, { credential, role: only })) ? [] : [only];
  },
});

/** Is a credential known to have a role everywhere: the operator says so, or a read of itself shows it. */
export const hasToldRole = async (session: Session, credential: LesserName): Promise<boolean> =>
  session.target.roles?.[credential] !== undefined || (await toldRole(session, credential)) !== undefined;

/**
 * Goes on where the credential "restricted" has one of the roles that a promise is about.
 * @throws {NotTried} when it has another one, of which the document says something else, or one that may do everything.
 * @throws {Undecidable} when nothing tells which of the roles it has.
 */
const onlyForRole = async (session: Session, whom: Whom): Promise<void> => {
  const { full, lesser } = toldRoles(session.contract.document);
  const roles = await session.run(rolesOf, { credential: 'restricted' });
  const [role] = roles;
  const [only] = lesser;
  if (whom === 'all') {
    const isRefuted = role === undefined && lesser.size === 1 && only !== undefined;
    if (isRefuted && (await session.run(isNotOfRole, { credential: 'restricted', role: only })))
      throw new Undecidable(`The document says this of "${only}", and the credential "restricted" is treated as one of another role`, []);
    if (role !== undefined && roles.every((one) => full.has(one) && !lesser.has(one)))
      throw new NotTried('not-applicable', `The credential "restricted" is of "${role}", which may do everything`);
    return;
  }
  const named = [...whom].map((one) => `"${one}"`).join(', ');
  if (role === undefined)
    throw new Undecidable(`The document says this of ${named}, and nothing tells the role of the credential "restricted"`, []);
  if (roles.every((one) => whom.has(one))) return;
  if (roles.some((one) => whom.has(one)))
    throw new Undecidable(`The document says this of ${named}, and the credential "restricted" may be of another role`, []);
  throw new NotTried('not-applicable', `The document says this of ${named}, and the credential "restricted" is of "${role}"`);
};

/**
 * Has another credential than `restricted` one of the roles of which a document says something by name. Such a credential may be a full key, so only what a read tells of it
 * counts.
 * @param named The roles, by the stems of their names.
 */
export const isOfRole = async (session: Session, credential: LesserName, named: ReadonlySet<string>): Promise<boolean> => {
  if (named.size === 0 || !session.target.credentials.includes(credential)) return false;
  const roles = await session.run(rolesOf, { credential });
  const { lesser } = toldRoles(session.contract.document);
  return roles.length > 0 && roles.every((role) => lesser.has(role) && named.has(role));
};

/** The roles that a promise is about, by the stems of their names. */
export const namedBy = ({ document }: Contract, whom: Whom): ReadonlySet<string> => (whom === 'all' ? toldRoles(document).lesser : whom);

/** What was tried with one of the credentials. */
export type OfCaller<R, W extends string = LesserName> = {
  readonly who: W;
  readonly result: R;
  /** Key of the read that refuses the credential for a scope, where that is why it is tried. */
  readonly as?: string | undefined;
};

/** What was tried with the credentials of which a document says something: one result at least, and why others are lacking. */
export type TriedByLesser<R, W extends string = LesserName> = {
  readonly tried: readonly OfCaller<R, W>[];
  readonly reasons: readonly string[];
};

/**
 * Tries something with each credential that has one of the roles that a promise is about.
 * @param whom The roles for `restricted`, whose role may be unknown where it is said of all.
 * @param named The same roles by name, for the credentials that may as well be full ones.
 * @param operation What is to be refused to credentials without one of its scopes, too.
 * @throws {NotTried} as the first does, where none could be tried.
 * @throws {Undecidable} as the first does, where none could be tried.
 */
export const byLesser = async <R>(
  session: Session,
  { whom, named, operation }: { readonly whom: Whom; readonly named: ReadonlySet<string>; readonly operation?: Operation },
  trial: (who: LesserName) => Promise<R>,
): Promise<TriedByLesser<R>> => {
  const tried: OfCaller<R>[] = [];
  const failures: Error[] = [];
  for (const who of lesserNames) {
    const as = operation && (await lackingScope(session, who, operation));
    if (as === undefined && (who === 'restricted' ? whom !== 'all' && whom.size === 0 : !(await isOfRole(session, who, named)))) continue;
    try {
      if (as === undefined && who === 'restricted') await onlyForRestricted(session, whom);
      tried.push({ who, result: await trial(who), as });
    } catch (error) {
      if (!(error instanceof Undecidable) && !(error instanceof NotTried && error.because !== 'stopped')) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (tried.length === 0 && first) throw first;
  if (tried.length === 0 && whom !== 'all' && whom.size === 0)
    throw new NotTried('not-applicable', 'No read shows that a given credential lacks a scope of it');
  return { tried, reasons: failures.map(({ message }) => message) };
};

/**
 * Goes on where what an operation made for the run was made by somebody else than the one whose credential another is.
 * @throws {NotTried} where the credential made it itself, or both are of one person.
 */
export const otherThanMaker = async (session: Session, who: LesserName, { key }: Operation): Promise<void> => {
  const maker = session.callerOf?.(key) ?? 'key';
  if (maker === who) throw new NotTried('not-applicable', `The credential "${who}" made it itself`);
  // Of `restricted` the operator says that it is another caller; what a read shows of both may be their account.
  if (who === 'restricted') return;
  const [own, theirs] = [await session.run(idOfCaller, { name: maker }), await session.run(idOfCaller, { name: who })];
  if (own !== undefined && own === theirs)
    throw new NotTried('not-applicable', `The credentials "${maker}" and "${who}" are of one person`);
};

/**
 * Key of a read by which a credential that is given lacks a scope of an operation. None where the document has a kind of credentials that one sentence leaves to what it names: a read
 * that refuses one of them says nothing of its scopes.
 */
export const lackingScope = async (session: Session, who: LesserName, { key }: Operation): Promise<string | undefined> =>
  session.target.credentials.includes(who) && kindsByBeginning(session.contract).length === 0
    ? session.run(refusedForScope, { credential: who, operation: key })
    : undefined;

const onlyForRestricted = async (session: Session, whom: Whom): Promise<void> => {
  if (!session.target.credentials.includes('restricted')) throw new NotTried('missing-prerequisite', 'needs the credential "restricted"');
  await onlyForRole(session, whom);
};

/** Asks for a credential with less rights: for `restricted`, unless only another one of them is given. */
export const lesserPrerequisite = ({ target: { credentials } }: Pick<Surroundings, 'target'>): ProbePrerequisite => ({
  kind: 'credential',
  name: lesserNames.find((one) => credentials.includes(one)) ?? 'restricted',
});

/** Why a credential is known to lack a scope, for the words of a finding. */
export const becauseOf = (read: string | undefined): string =>
  read === undefined ? '' : `: ${read}, which needs no other scope, refuses it`;

const isUnconfirmed = (verdict: Verdict | Unconfirmed): verdict is Unconfirmed => verdict.kind === 'unconfirmed';

/**
 * The verdict on all that was tried: what only one credential leaves open is named beside what the others show, and where one is to be confirmed, all is.
 */
export const judgeLesser = <R, W extends string = LesserName>(
  { tried, reasons }: TriedByLesser<R, W>,
  judge: (one: OfCaller<R, W>) => Verdict | Unconfirmed,
): Verdict | Unconfirmed => {
  const judged = tried.map(judge);
  const [main, ...others] = judged.map((one) => (isUnconfirmed(one) ? one.verdict : one));
  if (!main) return inconclusive(reasons[0] ?? 'Nothing was tried', []);
  const open = reasons.map((reason): Verdict => ({ kind: 'skipped', because: 'not-applicable', reason }));
  const joined = others.length + open.length === 0 ? main : withOptional(main, [...others, ...open]);
  return joined.kind === 'fail' && judged.some(isUnconfirmed) ? unconfirmed(joined) : joined;
};
