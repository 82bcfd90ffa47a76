import { toldRoles, type Whom } from '../../../contract/infer/roles/hidden.ts';
import { stemOf } from '../../../contract/infer/roles/stem.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { NotTried, Undecidable } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, once, type Session } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
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

/** The role of the credential "restricted", as the stem of its name: the only one of the document with less than all rights, or what the caller is told of itself. */
const roleOfRestricted = defineScenario<Readonly<Record<string, never>>, string | undefined>({
  id: 'role-of-restricted',
  async run(session) {
    const { full, lesser } = toldRoles(session.contract.document);
    if (lesser.size === 1) return [...lesser][0];
    for (const operation of readsOfSelf(session.contract)) {
      const read = await orSkipped(once(session, readWith(session, operation, 'restricted')));
      const told = isSkipped(read) || !isSuccess(read) ? [] : rolesIn(jsonOf(read)).map((one) => stemOf(wordsOf(one).at(-1) ?? ''));
      const known = [...new Set(told)].filter((one) => lesser.has(one) || full.has(one));
      if (known.length === 1) return known[0];
    }
    return undefined;
  },
});

/**
 * Goes on where the credential "restricted" has one of the roles that a promise is about.
 * @throws {NotTried} when it has another one, of which the document says something else.
 * @throws {Undecidable} when nothing tells which of the roles it has.
 */
export const onlyForRole = async (session: Session, whom: Whom): Promise<void> => {
  if (whom === 'all') return;
  const role = await session.run(roleOfRestricted, {});
  const named = [...whom].map((one) => `"${one}"`).join(', ');
  if (role === undefined)
    throw new Undecidable(`The document says this of ${named}, and no read tells the role of the credential "restricted"`, []);
  if (!whom.has(role))
    throw new NotTried('not-applicable', `The document says this of ${named}, and the credential "restricted" is of "${role}"`);
};
